// Sixteen experts, of which each picture sees two; in training noise gives the others a chance.

recipe('moe-noisy-fashion-mnist') {
    describe 'A mixture of 16 experts of 32 units behind a gate with trained noise, importance and load (Shazeer et al., ICLR 2017); each picture sees 2.'
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
            gate 'noisy-top-k', routes: 2, balance: 0, importance: 0.1, load: 0.1
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
        accuracy above: 0.83, on: 'test'
        expertLoad below: 3, on: 'test'
    }

    export 'safetensors', to: 'model.safetensors'
    report 'accuracy', 'flops', 'expert-load'
}
