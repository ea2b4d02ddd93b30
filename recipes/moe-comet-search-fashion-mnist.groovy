// Sixteen experts behind two trees of smooth gates; the first tenth of an epoch learns which expert stands at which leaf.

recipe('moe-comet-search-fashion-mnist') {
    describe 'A mixture of 16 experts of 32 units behind two trees of smooth gates, with the search for an order of experts (Ibrahim et al., COMET, KDD 2023).'
    seed 42

    data {
        source 'fashion-mnist'
        prepare 'standardize'
        batch 128
    }

    model {
        input 28, 28, 1
        flatten()
        experts('moe', count: 16) {
            gate 'comet', trees: 2, width: 10, entropy: 0.1, search: 47
            dense 'up', units: 32, activation: 'relu'
        }
        dense 'out', units: 10
    }

    phase('train') {
        train epochs(2)
        loss 'cross-entropy'
        optimizer 'sgd', momentum: 0.9, weightDecay: 1e-4
        learningRate 'cosine', from: 0.1, to: 0, warmup: percent(10)
    }

    expect {
        accuracy above: 0.84, on: 'test'
        expertsUsed below: 3, on: 'test'
    }

    export 'safetensors', to: 'model.safetensors'
    report 'accuracy', 'flops', 'expert-load'
}
