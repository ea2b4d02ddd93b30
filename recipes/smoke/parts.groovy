// Parts of layers: a start by the links of each output, the largest features alone, and then a small adapter beside a weight
// that stays; a few seconds, no download.
recipe('smoke-parts') {
    seed 7

    data {
        source 'strokes', train: 2000, test: 500
        prepare 'standardize'
        batch 64
    }

    model {
        input 28, 28, 1
        flatten()
        dense 'fc1', units: 128, activation: topK(share: 0.25), init: kaiming(fan: 'in'), adapt: lora(rank: 4)
        dense 'out', units: 10, init: orthogonal(gain: 0.5)
    }

    phase('base') {
        train epochs(2)
        loss 'cross-entropy'
        optimizer 'sgd', momentum: 0.9
        learningRate 'constant', value: 0.02
        rate of: 'fc1.adapt.*', times: 0            // up is zero, so the adapter adds nothing yet

        sparsify {
            layers 'fc1'
            sparsity 0.8
        }
    }

    phase('adapt') {
        train epochs(2)
        loss 'cross-entropy'
        optimizer 'adam'
        learningRate 'constant', value: 0.003
        rate of: 'fc1', times: 0                    // the weight and its bias stay

        sparsify {
            layers 'fc1'
            sparsity 0.8
        }
    }

    expect {
        accuracy above: 0.3, on: 'test'
        sparsity of: 'fc1', atLeast: 0.8
    }

    report 'loss', 'accuracy', 'sparsity-by-layer', 'activations'
}
