recipe('tied') {
    data {
        source 'strokes'
    }
    model {
        input 64
        embedding 'tokens', vocabulary: 65, width: 32
        dense 'a', units: 65, tied: 'tokens', init: 'zeros'
        dense 'b', units: 65, tied: 7
        dense 'out', units: 65, tide: 'tokens'
    }
    phase('train') {
        train epochs(1)
        loss 'cross-entropy'
        optimizer 'sgd'
        learningRate 0.1
    }
}
