// Layers that none of the networks beside has: functions of elements, zeros around features, larger pictures, probabilities.
recipe('layers') {
    seed 3

    param 'steps', 60

    data {
        source 'strokes', train: 400, test: 40
        prepare 'standardize'
        batch 16
    }

    model {
        input 28, 28, 1
        conv 'conv1', filters: 8, kernel: 5, stride: 4, activation: 'leaky-relu'
        elementwise of: 'clamp', constants: [-3, 3]
        pixelShuffle factor: 2
        elementwise of: 'leaky-relu', constants: 0.1
        activation of: 'softplus'
        averagePool size: 2
        flatten()
        dense 'fc1', units: 30, activation: 'elu'
        elementwise of: 'square'
        elementwise of: 'scale', constants: 0.1
        elementwise of: 'shift', constants: 0.5
        elementwise of: 'sqrt'
        pad before: 2, after: 2
        dense 'fc2', units: 20, activation: 'silu'
        softmax()
        offset()
        dense 'out', units: 10
        logSoftmax()
    }

    phase('train') {
        train steps(steps)
        loss 'cross-entropy'
        optimizer 'sgd', momentum: 0.9, weightDecay: 1e-4
        learningRate 0.01

        sparsify {
            layers 'fc*'
            sparsity 0.8
            update every: steps(40), until: percent(75)
            replace 0.2
            prune 'magnitude'
            grow 'gradient'
        }
    }
}
