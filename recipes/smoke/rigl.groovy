// RigL at 90 %: the smallest links go, those with the largest gradient come; a few seconds, no download.
recipe('smoke-rigl') {
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
        optimizer 'sgd', momentum: 0.9, nesterov: true, weightDecay: 5e-4
        learningRate 'cosine', from: 0.05, to: 0, warmup: percent(10)

        sparsify {
            layers 'fc*'
            sparsity 0.90
            distribute 'erk'
            pattern 'unstructured'
            start 'random'
            update every: steps(10), until: percent(75)
            replace 'cosine', from: 0.3, to: 0
            prune 'magnitude'
            grow 'gradient'
        }
    }

    expect {
        accuracy above: 0.3, on: 'test'
        sparsity of: 'fc*', atLeast: 0.90
    }

    export 'safetensors', to: 'model.safetensors'
    report 'loss', 'accuracy', 'sparsity-by-layer', 'links', 'flops', 'exploration'
}
