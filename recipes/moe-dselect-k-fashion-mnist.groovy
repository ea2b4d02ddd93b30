// Sixteen experts behind two selectors that learn to spell the number of one each, digit by digit.

recipe('moe-dselect-k-fashion-mnist') {
    describe 'A mixture of 16 experts of 32 units behind two selectors (Hazimeh et al., DSelect-k, NeurIPS 2021).'
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
            gate 'dselect-k', selectors: 2, width: 10, entropy: 0.1
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
