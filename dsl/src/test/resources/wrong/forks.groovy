recipe('wrong') {
    data {
        source 'fashion-mnist'
    }

    model {
        input 28, 28, 1
        flatten()
        dense 'fc', units: 30
        dense 'out', units: 10
    }

    fork('sgd', 'adam') { how ->
        phase("early-$how") {
            train epochs(1)
            loss 'cross-entropy'
            optimizer how
            learningRate 0.1
        }
    }

    phase('dense') {
        train epochs(1)
        loss 'cross-entropy'
        optimizer 'sgd'
        learningRate 0.1
    }

    fork(0.1, 0.2) { rate -> apply 'shrink' }
    fork(0.1) { rate, round -> report 'accuracy' }
    fork { rate -> report 'accuracy' }
    fork(0.1, 0.2) { rate ->
        apply 'average', of: 'dense'
        phase('tune') {
            train epochs(1)
            loss 'cross-entropy'
            optimizer 'sgd'
            learningRate rate
        }
    }
}
