// A network of two hidden layers of 1024 units, 90 % sparse, to be timed: docs/results/step-time.md.

recipe('step-time-mlp-sparse') {
    seed 1

    data {
        source 'fashion-mnist'
        prepare 'standardize'
        batch 128
    }

    model {
        input 28, 28, 1
        flatten()
        dense 'fc1', units: 1024, activation: 'relu'
        dense 'fc2', units: 1024, activation: 'relu'
        dense 'out', units: 10
    }

    phase('train') {
        train steps(800)
        loss 'cross-entropy'
        optimizer 'sgd', momentum: 0.9
        learningRate 0.001
        sparsify {
            layers 'fc*'
            sparsity 0.9
            distribute 'uniform'
            pattern 'unstructured'
            start 'random'
        }
    }
}
