// The strongest links of a network are frozen, and the others move to where the gradient is largest; a few seconds, no download.
recipe('smoke-freeze') {
    seed 7

    data {
        source 'strokes', train: 2000, test: 500
        prepare 'standardize'
        batch 64
    }

    model {
        input 28, 28, 1
        flatten()
        dense 'fc1', units: 128, activation: 'relu'
        dense 'fc2', units: 64, activation: 'relu'
        dense 'out', units: 10
    }

    phase('first') {
        train epochs(2)
        loss 'cross-entropy'
        optimizer 'sgd', momentum: 0.9, weightDecay: 5e-4
        learningRate 0.05

        sparsify {
            layers 'fc*'
            sparsity 0.90
        }
    }

    select 'smallest', mask: 'strong', weights: 'fc*', groups: 'weight', share: 0.7

    phase('second') {
        freeze 'strong'
        train epochs(2)
        loss 'cross-entropy'
        optimizer 'sgd', momentum: 0.9, weightDecay: 5e-4
        learningRate 'cosine', from: 0.05, to: 0

        sparsify {
            layers 'fc*'
            sparsity 0.90
            update every: steps(10), until: percent(75)
            replace 0.5
            prune 'magnitude'
            grow 'gradient'
        }
    }

    expect {
        accuracy above: 0.3, on: 'test'
        sparsity of: 'fc*', atLeast: 0.90
    }

    export 'safetensors', to: 'model.safetensors'
    report 'accuracy', 'sparsity-by-layer', 'exploration'
}
