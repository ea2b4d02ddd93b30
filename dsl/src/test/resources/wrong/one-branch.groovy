recipe('one-branch') {
    data {
        source 'strokes'
    }
    model {
        input 4
        sum {
            branch { dense 'a', units: 4 }
        }
        dense 'out', units: 4
    }
    phase('train') {
        train epochs(1)
        loss 'cross-entropy'
        optimizer 'sgd'
        learningRate 'constant', value: 0.1
    }
}
