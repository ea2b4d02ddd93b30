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
        rate of: 'fc1'
        rate 'fc1', times: 0.1
        rate of: 1, times: 'slow'
        rate of: 'fc1', time: 0.1
        decay times: 0
        accumulate 0
        average 0.9
    }
}
