// Run once after a build, so that the JVM can keep the classes that every later start needs.
recipe('warm-up') {
    seed 1

    data {
        source 'strokes', train: 512, test: 128
        prepare 'standardize'
        split validation: 0.1
        batch 64
    }

    model {
        input 28, 28, 1
        flatten()
        dense 'fc1', units: 32, activation: 'relu'
        dense 'out', units: 10
    }

    phase('train') {
        train steps(20)
        loss 'cross-entropy'
        optimizer 'sgd', momentum: 0.9
        learningRate 'cosine', from: 0.1, to: 0, warmup: percent(10)

        sparsify {
            layers 'fc*'
            sparsity 0.9
            distribute 'erk'
            start 'random'
            update every: steps(5), until: percent(75)
            replace 'cosine', from: 0.3, to: 0
            prune 'magnitude'
            grow 'gradient'
        }
    }

    expect {
        accuracy above: 0, on: 'test'
    }

    export 'safetensors', to: 'model.safetensors'
    report 'accuracy', 'sparsity-by-layer', 'flops', 'exploration'
}
