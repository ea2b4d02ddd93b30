recipe('wrong') {
    seed 42

    data {
        source 'fashion-mnist'
        prepare 'standardize'
        split validation: 0.6, test: 0.5
        batch 0
    }

    model {
        input 28, 28, 1
        flatten()
        dense 'fc1', units: 1024, activation: 'relu'
        dense 'fc2', units: 1024, activation: 'relu'
        dense 'out', units: 0
    }

    phase('train') {
        train epochs(10)
        loss 'cross-entropy'
        optimizer 'sgd', momentum: 1.5, weightDecay: 5e-4
        learningRate 'cosine', from: -0.1, to: 0

        sparsify {
            layers 'fc*'
            sparsity 90
            start 'random'
            update every: steps(100), until: percent(75)
            replace 'cosine', from: 3, to: 0
            prune 'magnitude'
            grow 'gradient'
        }
    }

    expect {
        accuracy above: 0.88, on: 'test'
    }

    export 'safetensors', to: 'model.safetensors'
    report 'accuracy'
}
