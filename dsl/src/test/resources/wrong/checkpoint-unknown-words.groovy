recipe('wrong') {
    seed 42
    chekpoint every: steps(500)

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
        onDivergance 'stop'
    }

    phase('second') {
        train epochs(10)
        loss 'cross-entropy'
        optimizer 'sgd', momentum: 0.9
        learningRate 0.1
        checkpoint keep: 3
    }
    onDivergence 'stop'
}
