recipe('samples') {
    data { source 'strokes' }
    sample 'hardest'
    model {
        input 28, 28, 1
        flatten()
        dense 'out', units: 10
    }
    phase('one') {
        train epochs(1)
        sample 'hardest', keep: 2
        sample 'random-subset', keep: 0.5
        loss 'cross-entropy'
        optimizer 'sgd'
        learningRate 0.1
    }
    phase('two') {
        train epochs(1)
        sample 'hardst', kept: 0.3
        loss 'cross-entropy'
        optimizer 'sgd'
        learningRate 0.1
    }
    phase('three') {
        train epochs(1)
        sample 'hardest', kept: 0.3, by: 'margin'
        loss 'cross-entropy'
        optimizer 'sgd'
        learningRate 0.1
    }
}
