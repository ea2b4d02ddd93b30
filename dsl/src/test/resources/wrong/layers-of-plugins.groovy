recipe('layers-of-plugins') {
    data {
        source 'fashion-mnist'
    }

    model {
        input 28, 28, 1
        conv 'c1', filtres: 6
        conv 'c1', filters: 6, kernel: 'wide', activation: 'rleu'
        residual {
            batchnrom 'b1'
            shortcut {
                conv 7, filters: 16
            }
            input 3
        }
        residual {
        }
        maxPool size: 0
        shortcut {
            flatten()
        }
        convolute 'c2'
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
