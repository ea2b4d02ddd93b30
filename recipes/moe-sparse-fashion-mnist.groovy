// Sixteen experts, of which each picture sees two, and each expert has a tenth of its links.

recipe('moe-sparse-fashion-mnist') {
    describe 'A mixture of 16 experts of 32 units, of which each picture sees 2 (Shazeer et al., ICLR 2017), 90 % sparse.'
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
            gate 'top-k', routes: 2, balance: 0.01
            dense 'up', units: 32, activation: 'relu'
        }
        dense 'out', units: 10
    }

    phase('train') {
        train epochs(2)
        loss 'cross-entropy'
        optimizer 'sgd', momentum: 0.9, weightDecay: 1e-4
        learningRate 'cosine', from: 0.1, to: 0, warmup: percent(10)

        sparsify {
            layers 'moe.*.up'
            sparsity 0.9
            distribute 'uniform'
            pattern 'unstructured'
            start 'random'
            update every: steps(100), until: percent(75)
            replace 'cosine', from: 0.3, to: 0
            prune 'magnitude'
            grow 'gradient'
        }
    }

    expect {
        accuracy above: 0.82, on: 'test'
        sparsity of: 'moe.*.up', atLeast: 0.9
    }

    export 'safetensors', to: 'model.safetensors'
    report 'accuracy', 'flops', 'expert-load'
}
