recipe('wrong') {
    seed 42
    checkpoint every: 500, keep: 'all'

    data {
        source 'fashion-mnist'
        prepare 'standardize'
        batch 128
    }

    model {
        input 28, 28, 1
        flatten()
        dense 'out', units: 10
    }

    phase('train') {
        train epochs(10)
        loss 'cross-entropy'
        optimizer 'sgd', momentum: 0.9, weightDecay: 5e-4
        learningRate 'cosine', from: 0.1, to: 0
        onDivergence 'rollback', factor: steps(1), times: 2.5
    }

    phase('second') {
        train epochs(10)
        loss 'cross-entropy'
        optimizer 'sgd', momentum: 0.9
        learningRate 0.1
        onDivergence 'stop', factor: 0.5
    }
    phase('third') {
        train epochs(10)
        loss 'cross-entropy'
        optimizer 'sgd', momentum: 0.9
        learningRate 0.1
        onDivergence true
    }
}
