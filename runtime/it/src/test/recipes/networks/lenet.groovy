// Convolutions over one another, the largest of four, and layers behind.
recipe('lenet') {
    seed 3

    param 'steps', 60

    data {
        source 'strokes', train: 400, test: 40
        prepare 'standardize'
        batch 16
    }

    model {
        input 28, 28, 1
        conv 'conv1', filters: 4, kernel: 5, padding: 2, activation: 'relu'
        maxPool size: 2
        conv 'conv2', filters: 6, kernel: 5, activation: 'relu'
        maxPool size: 2
        flatten()
        dense 'fc1', units: 30, activation: 'relu'
        dense 'out', units: 10
    }

    phase('train') {
        train steps(steps)
        loss 'cross-entropy'
        optimizer 'sgd', momentum: 0.9, weightDecay: 1e-4
        learningRate 0.01

        sparsify {
            layers 'conv2', 'fc1'
            sparsity 0.8
            update every: steps(40), until: percent(75)
            replace 0.2
            prune 'magnitude'
            grow 'gradient'
        }
    }

    export 'safetensors', to: 'model.safetensors'
    report 'flops'
}
