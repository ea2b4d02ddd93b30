// A network of two hidden layers of 1024 units, dense, to be timed: docs/results/step-time.md.

recipe('step-time-mlp') {
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
        train steps(400)
        loss 'cross-entropy'
        optimizer 'sgd', momentum: 0.9
        learningRate 0.001
    }
}
