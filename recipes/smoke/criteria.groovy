// Layers that compete for links, growth by momentum, growth where no link has been, filters by their importance, links by what
// flows through them; a few seconds, no download.
recipe('smoke-criteria') {
    seed 7

    data {
        source 'strokes', train: 2000, test: 500
        prepare 'standardize'
        batch 50
    }

    model {
        input 28, 28, 1
        conv 'conv1', filters: 8, kernel: 5, stride: 2, activation: 'relu'
        maxPool size: 2
        flatten()
        dense 'fc1', units: 96, activation: 'relu'
        dense 'fc2', units: 64, activation: 'relu'
        dense 'fc3', units: 64, activation: 'relu'
        dense 'fc4', units: 32, activation: 'relu'
        dense 'out', units: 10
    }

    phase('train') {
        train epochs(3)
        loss 'cross-entropy'
        optimizer 'sgd', momentum: 0.9
        learningRate 'cosine', from: 0.03, to: 0

        sparsify {
            layers 'conv1'
            sparsity 0.5
            pattern 'row'
            storage 'latent'
            start 'dense'
            update every: steps(20), until: percent(75)
            prune 'taylor'
        }
        sparsify {
            layers 'fc1', 'fc2'
            sparsity 'cubic', from: 0, to: 0.9
            distribute 'global'
            start 'dense'
            update every: steps(10), from: percent(10), until: percent(75)
            prune 'lamp'
        }
        sparsify {
            layers 'fc3'
            sparsity 0.8
            storage 'latent'
            update every: steps(20), until: percent(75)
            replace 0.3
            prune 'magnitude'
            grow 'momentum'
        }
        sparsify {
            layers 'fc4'
            sparsity 0.8
            update every: steps(20), until: percent(75)
            replace 0.3
            prune 'group-norm'
            grow 'unfired'
        }
        sparsify {
            layers 'out'
            sparsity 'geometric-density', to: 0.5
            start 'dense'
            update every: steps(1), until: steps(10)
            prune 'synflow'
        }
    }

    expect {
        accuracy above: 0.3, on: 'test'
        sparsity of: 'fc*', atLeast: 0.8
    }

    export 'safetensors', to: 'model.safetensors'
    report 'accuracy', 'sparsity-by-layer', 'exploration'
}
