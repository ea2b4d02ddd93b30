recipe('wrong') {
    data {
        source 'fashion-mnist'
    }

    model {
        input 28, 28, 1
        flatten()
        dense 'fc1', units: 100, activation: 'relu'
        dense 'fc2', units: 100, activation: 'relu'
        dense 'out', units: 10
    }

    phase('train') {
        train epochs(1)
        loss 'cross-entropy'
        optimizer 'sgd'
        learningRate 0.1
        regularize 'wgsev', weights: 'fc1', strength: 1e-3
        regularize 'wgsef', weights: 'fc1', strenght: 1e-3, keep: 1.5
        regularize 'l1', strength: 1e-3
        regularize 'l1', weights: 'fc3', strength: -1
        regularize 'l1', weights: 1, scales: 'fc1', strength: 'strong'
        regularize 'l1', scales: 'fc1', groups: 'filter', strength: linear(from: -1, to: 0)
        regularize 'l1', weights: 'fc2', groups: 'filters', strength: 1e-3, every: 10
        regularize 'l1', weights: 'out', strength: 1e-3, every: steps(0)
        regularize 'l1', weights: 'out', strength: 1e-3, by: 'gradient', every: steps(10)
        regularise 'l1', weights: 'fc1', strength: 1e-3
    }
}
