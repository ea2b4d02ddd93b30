recipe('rules') {
    data { source 'strokes' }
    model {
        input 28, 28, 1
        flatten()
        dense 'fc1', units: 64, activation: 'relu'
        dense 'fc2', units: 64, activation: 'relu'
        dense 'out', units: 10
    }
    phase('train') {
        train epochs(1)
        loss 'cross-entropy'
        optimizer 'sgd'
        learningRate 0.1
        clip norm: 1
        rate of: 'fc2', times: 0
        regularize 'l1', weights: 'out', strength: 1e-3
        rule 'max-norm', layers: 'fc1'
        rule 'max-norm', layers: ['fc*', 'out'], limit: 2
        rule 'weight-noise', layers: 'fc1'
        rule 'other-noise'
        rule 'plateau'
        rule 'plateau', dial: 'learningRate', factor: 0.5
        rule 'plateau', dial: 'l1.strenght'
        rule 'centre-gradient', layers: 'conv1'
        rule 'own-gradient', layers: 'out'
        rule 'maxnorm'
    }
}
