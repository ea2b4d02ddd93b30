// A random mask with ERK's share of links per layer, drawn before step 0 and never changed: the baseline of every other method.
//
//     ./espalier run recipes/static-erk-fashion-mnist.groovy --set sparsity=0.98

recipe('static-erk-fashion-mnist') {
    describe 'Static random pruning with ERK (Liu et al., 2022): a random mask that never changes.'
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
            sparsity sparsity
            distribute 'erk'
            pattern 'unstructured'
            start 'random'
        }
    }

    expect {
        accuracy above: 0.875, on: 'test'
        sparsity of: 'fc*', atLeast: sparsity
    }

    export 'safetensors', to: 'model.safetensors'
    report 'accuracy', 'sparsity-by-layer', 'flops'
}
