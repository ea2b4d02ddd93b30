// Sixteen experts, of which each picture sees one that the signs of random projections name: the baseline of trained gates.

recipe('moe-hash-fashion-mnist') {
    describe 'A mixture of 16 experts of 32 units; a fixed hash of its pixels names the one a picture sees (Roller et al., NeurIPS 2021).'
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
            gate 'hash', bits: 8
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
        accuracy above: 0.78, on: 'test'
        expertsUsed atMost: 1, on: 'test'
    }

    export 'safetensors', to: 'model.safetensors'
    report 'accuracy', 'flops', 'expert-load'
}
