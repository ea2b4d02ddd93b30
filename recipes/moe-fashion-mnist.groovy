// Sixteen experts, of which each picture sees two.

recipe('moe-fashion-mnist') {
    describe 'A mixture of 16 experts of 32 units, of which each picture sees 2 (Shazeer et al., ICLR 2017).'
    seed 42
    param 'balance', 0.01                                    // 0: nothing keeps few experts from seeing most pictures

    data {
        source 'fashion-mnist'
        prepare 'standardize'
        batch 128
    }

    model {
        input 28, 28, 1
        flatten()
        experts('moe', count: 16) {
            gate 'top-k', routes: 2, balance: balance
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
        expertsUsed atMost: 2, on: 'test'
    }

    export 'safetensors', to: 'model.safetensors'
    report 'accuracy', 'flops', 'expert-load'
}
