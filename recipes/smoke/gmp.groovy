// GMP to 90 %: starts dense and prunes along a cubic curve; a few seconds, no download.
recipe('smoke-gmp') {
    seed 7

    data {
        source 'strokes', train: 2000, test: 500
        prepare 'standardize'
        split validation: 0.1
        batch 64
    }

    model {
        input 28, 28, 1
        flatten()
        dense 'fc1', units: 128, activation: 'relu'
        dense 'fc2', units: 64, activation: 'relu'
        dense 'out', units: 10
    }

    phase('train') {
        train epochs(3)
        loss 'cross-entropy'
        optimizer 'adamw', weightDecay: 0.01
        learningRate 'cosine', from: 2e-3, to: 0

        sparsify {
            layers 'fc*'
            sparsity 'cubic', from: 0, to: 0.90
            distribute 'uniform'
            pattern 'unstructured'
            start 'dense'
            update every: steps(5), from: percent(10), until: percent(75)
            prune 'magnitude'
        }
    }

    expect {
        accuracy above: 0.3, on: 'test'
        sparsity of: 'fc*', atLeast: 0.90
    }

    export 'safetensors', to: 'model.safetensors'
    report 'accuracy', 'sparsity-by-layer', 'flops'
}
