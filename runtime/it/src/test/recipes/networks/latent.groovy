// Dense values of which products see one in every group of four.
recipe('latent') {
    seed 3

    param 'steps', 60

    data {
        source 'strokes', train: 400, test: 40
        prepare 'standardize'
        batch 16
    }

    model {
        input 28, 28, 1
        conv 'conv1', filters: 8, kernel: 5, stride: 2, activation: 'relu'
        conv 'conv2', filters: 8, kernel: 3, stride: 2, activation: 'relu'
        flatten()
        dense 'fc1', units: 32, activation: 'relu'
        dense 'out', units: 10
    }

    phase('train') {
        train steps(steps)
        loss 'cross-entropy'
        optimizer 'sgd', momentum: 0.9, weightDecay: 1e-4
        learningRate 0.01

        sparsify {
            layers 'conv2', 'fc1'
            sparsity 0.75
            pattern 'n-m', n: 1, m: 4
            storage 'latent', decay: 2e-4
            update every: steps(20)
            prune 'magnitude'
        }
    }

    export 'safetensors', to: 'model.safetensors'
    report 'flops'
}
