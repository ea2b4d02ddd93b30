// Two convolutions of 32 and 64 filters and a hidden layer of 256 units, 90 % sparse, to be timed: docs/results/step-time.md.

recipe('step-time-conv-sparse') {
    seed 1

    data {
        source 'fashion-mnist'
        prepare 'standardize'
        batch 128
    }

    model {
        input 28, 28, 1
        conv 'c1', filters: 32, padding: 1, activation: 'relu'
        maxPool size: 2
        conv 'c2', filters: 64, padding: 1, activation: 'relu'
        maxPool size: 2
        flatten()
        dense 'fc1', units: 256, activation: 'relu'
        dense 'out', units: 10
    }

    phase('train') {
        train steps(240)
        loss 'cross-entropy'
        optimizer 'sgd', momentum: 0.9
        learningRate 0.001
        sparsify {
            layers 'c*', 'fc1'
            sparsity 0.9
            distribute 'uniform'
            pattern 'unstructured'
            start 'random'
        }
    }
}
