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
        regularize 'l1', strength: 1e-3
        regularize 'l1', weights: 'fc3', strength: 1e-3
        regularize 'l1', weights: 'fc1', scales: 'fc1', strength: 1e-3
        regularize 'l1', weights: [], strength: 1e-3
        regularize 'l1', scales: 'fc2', groups: 'filter', strength: 1e-3
        regularize 'l1', weights: 'out', strength: 1e-3, by: 'gradient', every: steps(10)
        regularize 'l1', weights: 'fc2', strength: 1e-3, epsilon: 0.5
    }
}
