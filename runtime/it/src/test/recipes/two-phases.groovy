// RigL with momentum and an average of values, then gradual pruning of what it left with AdamW, but for the strongest
// links, which stay as they are; the last batch of an epoch is smaller.
recipe('two-phases') {
    seed 11

    data {
        source 'strokes', train: 1500, test: 300
        prepare 'standardize'
        split validation: 0.1
        batch 48
    }

    checkpoint every: steps(10), keep: 3

    model {
        input 28, 28, 1
        flatten()
        dense 'fc1', units: 96, activation: 'relu'
        dense 'fc2', units: 48, activation: 'relu'
        dense 'out', units: 10
    }

    phase('grow') {
        train epochs(6)
        loss 'cross-entropy'
        optimizer 'sgd', momentum: 0.9, nesterov: true, weightDecay: 5e-4
        learningRate 'cosine', from: 0.05, to: 0.01, warmup: percent(10)
        average decay: 0.9

        sparsify {
            layers 'fc*'
            sparsity 0.80
            distribute 'erk'
            pattern 'unstructured'
            start 'random'
            update every: steps(7), until: percent(90)
            replace 'cosine', from: 0.3, to: 0
            prune 'magnitude'
            grow 'gradient'
        }
    }

    select 'smallest', mask: 'strong', weights: 'fc1', groups: 'weight', share: 0.9

    phase('shrink') {
        freeze 'strong'
        train epochs(6)
        loss 'cross-entropy'
        optimizer 'adamw', weightDecay: 0.01
        learningRate 'cosine', from: 2e-3, to: 0

        sparsify {
            layers 'fc*'
            sparsity 'cubic', from: 0.80, to: 0.95
            distribute 'uniform'
            pattern 'unstructured'
            update every: steps(5), from: percent(10), until: percent(75)
            prune 'magnitude'
        }
    }

    export 'safetensors', to: 'model.safetensors'
    report 'loss', 'accuracy', 'sparsity-by-layer', 'links', 'flops', 'exploration'
}
