// Two hidden layers with a tenth of their links.
recipe('mlp') {
    seed 3

    param 'steps', 60

    data {
        source 'strokes', train: 400, test: 40
        prepare 'standardize'
        batch 32
    }

    model {
        input 28, 28, 1
        flatten()
        dense 'fc1', units: 64, activation: 'relu'
        dense 'fc2', units: 64, activation: 'relu'
        dense 'out', units: 10
    }

    phase('train') {
        train steps(steps)
        loss 'cross-entropy'
        optimizer 'sgd', momentum: 0.9, weightDecay: 1e-4
        learningRate 0.01

        sparsify {
            layers 'fc*'
            sparsity 0.9
            update every: steps(40), until: percent(75)
            replace 0.2
            prune 'magnitude'
            grow 'gradient'
        }
    }
}
