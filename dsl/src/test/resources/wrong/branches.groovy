recipe('branches') {
    data {
        source 'strokes'
    }
    model {
        input 4
        sum {
            branch { dense 'a', units: 4 }
        }
        product {
            dense 'b', units: 4
            branch { dense 'c', units: 4 }
            branch()
        }
        branch { dense 'd', units: 4 }
        concat 'x'
    }
    phase('train') {
        train epochs(1)
        loss 'cross-entropy'
        optimizer 'sgd'
        learningRate 'constant', value: 0.1
    }
}
