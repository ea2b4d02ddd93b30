recipe('tied') {
    data {
        source 'strokes'
    }
    model {
        input 64
        embedding 'tokens', vocabulary: 65, width: 32
        dense 'a', units: 65, tied: 'tokenz'
        dense 'b', units: 65, tied: 'b'
        dense 'c', units: 65, tied: 'tokens'
    }
    phase('train') {
        train epochs(1)
        loss 'cross-entropy'
        optimizer 'sgd'
        learningRate 0.1
        sparsify {
            layers 'c'
            sparsity 0.5
        }
    }
}
