// Dense and latent with Adam, cut at once, then SET with momentum: values, moments, masks that are chosen anew, and links
// that come and go at random.
recipe('dense-to-set') {
    seed 12

    data {
        source 'strokes', train: 1500, test: 300
        prepare 'scale', factor: 2
        split validation: 0.1
        batch 64
    }

    checkpoint every: steps(10), keep: 3

    model {
        input 28, 28, 1
        flatten()
        dense 'fc1', units: 96, activation: 'relu'
        dense 'fc2', units: 48, activation: 'relu'
        dense 'out', units: 10
    }

    phase('dense') {
        train epochs(4)
        sample 'hardest', keep: 0.8, by: 'forgetting', skip: 0.05
        loss 'cross-entropy'
        optimizer 'adam'
        learningRate 1e-3

        sparsify {
            layers 'fc1'
            sparsity 'cubic', from: 0.5, to: 0.85
            start 'dense'
            storage 'latent'
            update every: steps(3), until: percent(90)
            prune 'magnitude'
        }
    }

    phase('rewire') {
        train epochs(8)
        loss 'cross-entropy'
        optimizer 'sgd', momentum: 0.9, weightDecay: 5e-4
        learningRate 'step', from: 0.05, at: [0.5, 0.8], factor: 0.3

        sparsify {
            layers 'fc*'
            sparsity 0.85
            distribute 'er'
            pattern 'unstructured'
            start 'random'
            update every: steps(9), until: percent(90)
            replace 0.3
            prune 'set-sign'
            grow 'random'
        }
    }

    export 'safetensors', to: 'model.safetensors'
    report 'accuracy', 'sparsity-by-layer', 'exploration'
}
