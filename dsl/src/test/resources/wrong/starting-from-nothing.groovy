recipe('wrong') {
    data {
        source 'fashion-mnist'
    }

    model {
        input 28, 28, 1
        flatten()
        dense 'out', units: 10
    }

    phase('base') {
        train epochs(2)
        loss 'cross-entropy'
        optimizer 'sgd'
        learningRate 0.1
    }

    phase('one') {
        start 'base'
        train epochs(2)
        loss 'cross-entropy'
        optimizer 'sgd'
        learningRate 0.1
    }

    phase('two') {
        start from: 'base', at: 3
        train epochs(2)
        loss 'cross-entropy'
        optimizer 'sgd'
        learningRate 0.1
    }
}
