recipe('wrong') {
    data {
        source 'fashion-mnist'
    }

    model {
        input 28, 28, 1
        flatten()
        dense 'out', units: 10
    }

    phase('train') {
        train epochs(1)
        loss 'cross-entropy'
        optimizer 'sgd'
        learningRate 0.1
    }

    repeat(2) { seed 1 }
    repeat(2) { round, i -> report 'accuracy' }
    repeat('twice') { report 'accuracy' }
}
