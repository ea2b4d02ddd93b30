recipe('layers-that-do-not-fit') {
    data {
        source 'fashion-mnist'
    }

    model {
        input 28, 28, 1
        conv 'c1', filters: 6
        conv 'c1', filters: 6
        residual {
        }
        dense 'out', units: 10
    }

    phase('train') {
        train epochs(1)
        loss 'cross-entropy'
        optimizer 'sgd'
        learningRate 0.1
        sparsify {
            layers 'c9'
            sparsity 0.9
        }
    }
}
