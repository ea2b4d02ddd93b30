// Starts dense and prunes the smallest links along a cubic curve.
//
//     ./espalier run recipes/gmp-fashion-mnist.groovy --set sparsity=0.98

recipe('gmp-fashion-mnist') {
    describe 'GMP (Zhu and Gupta, 2017): from dense to sparse along a cubic curve.'
    seed 42

    param 'sparsity', 0.90

    data {
        source 'fashion-mnist'
        prepare 'standardize'
        batch 128
    }

    model {
        input 28, 28, 1
        flatten()
        dense 'fc1', units: 1024, activation: 'relu'
        dense 'fc2', units: 1024, activation: 'relu'
        dense 'out', units: 10
    }

    phase('train') {
        train epochs(10)
        loss 'cross-entropy'
        optimizer 'sgd', momentum: 0.9, weightDecay: 5e-4
        learningRate 'cosine', from: 0.1, to: 0, warmup: epochs(1)

        sparsify {
            layers 'fc*'
            sparsity 'cubic', from: 0, to: sparsity
            distribute 'erk'
            pattern 'unstructured'
            start 'dense'
            update every: steps(100), from: percent(10), until: percent(75)
            prune 'magnitude'
        }
    }

    expect {
        accuracy above: 0.885, on: 'test'
        sparsity of: 'fc*', atLeast: sparsity
    }

    export 'safetensors', to: 'model.safetensors'
    report 'accuracy', 'sparsity-by-layer', 'flops'
}
