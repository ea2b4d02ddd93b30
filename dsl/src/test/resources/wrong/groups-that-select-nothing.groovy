recipe('wrong') {
    data {
        source 'fashion-mnist'
    }

    model {
        input 28, 28, 1
        flatten()
        dense 'fc1', units: 100, activation: 'relu'
        dense 'out', units: 10
    }

    phase('train') {
        train epochs(1)
        loss 'cross-entropy'
        optimizer 'sgd'
        learningRate 0.1
        rate of: 'fc2', times: 0.1
        rate of: 'fc*', times: -1
        decay of: 'outt', times: 0
        decay of: 'out', times: 0.5
        average decay: 1
    }
}
