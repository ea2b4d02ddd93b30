recipe('wrong') {
    data {
        source 'fashion-mnist'
    }

    model {
        input 28, 28, 1
        flatten()
        dense 'fc1', units: 30, activation: 'relu'
        dense 'out', units: 10
    }

    phase('first') {
        train epochs(1)
        loss 'cross-entropy'
        optimizer 'sgd', from: 'first'
        learningRate 0.1
        average decay: 0.9
    }

    phase('second') {
        train epochs(1)
        loss 'cross-entropy'
        optimizer 'sgd', from: 'first'
        learningRate 0.1
    }

    phase('third') {
        train epochs(1)
        loss 'cross-entropy'
        optimizer 'sgd', from: 'first'
        learningRate 0.1
    }

    phase('fourth') {
        start from: 'second'
        train epochs(1)
        loss 'cross-entropy'
        optimizer 'sgd', from: 'third'
        learningRate 0.1
    }

    apply 'average', of: ['third', 'fourth']

    phase('fifth') {
        train epochs(1)
        loss 'cross-entropy'
        optimizer 'sgd', from: 'fourth'
        learningRate 0.1
    }
}
