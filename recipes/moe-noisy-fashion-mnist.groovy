// Eight experts, of which each picture sees two; in training noise gives the others a chance.

recipe('moe-noisy-fashion-mnist') {
    describe 'A mixture of 8 experts of 64 units behind a gate with trained noise (Shazeer et al., ICLR 2017); each picture sees 2.'
    seed 42

    data {
        source 'fashion-mnist'
        prepare 'standardize'
        batch 128
    }

    model {
        input 28, 28, 1
        flatten()
        experts('moe', count: 8) {
            gate 'noisy-top-k', routes: 2, balance: 0.01
            dense 'up', units: 64, activation: 'relu'
        }
        dense 'out', units: 10
    }

    phase('train') {
        train epochs(5)
        loss 'cross-entropy'
        optimizer 'sgd', momentum: 0.9, weightDecay: 1e-4
        learningRate 'cosine', from: 0.1, to: 0, warmup: percent(10)
    }

    expect {
        accuracy above: 0.87, on: 'test'
    }

    export 'safetensors', to: 'model.safetensors'
    report 'accuracy', 'flops'
}
