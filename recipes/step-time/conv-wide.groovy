// Three convolutions of 128 filters, dense, to be timed: docs/results/step-time.md.

recipe('step-time-conv-wide') {
    seed 1

    data {
        source 'cifar10', pictures: 'subset'
        prepare 'standardize'
        batch 128
    }

    model {
        input 32, 32, 3
        conv 'c1', filters: 128, padding: 1, activation: 'relu'
        maxPool size: 2
        conv 'c2', filters: 128, padding: 1, activation: 'relu'
        maxPool size: 2
        conv 'c3', filters: 128, padding: 1, activation: 'relu'
        maxPool size: 2
        flatten()
        dense 'out', units: 10
    }

    phase('train') {
        train steps(40)
        loss 'cross-entropy'
        optimizer 'sgd', momentum: 0.9
        learningRate 0.001
    }
}
