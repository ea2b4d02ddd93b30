// Sparse from the first step; every 100 steps the smallest links go and those with the largest gradient come.
//
//     ./espalier run recipes/rigl-fashion-mnist.groovy --set sparsity=0.98

recipe('rigl-fashion-mnist') {
    describe 'RigL (Evci et al., 2020): sparse from the first step, links move to where the gradient is largest.'
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
            update every: steps(100), until: percent(75)
            replace 'cosine', from: 0.3, to: 0
            prune 'magnitude'
            grow 'gradient'
        }
    }

    expect {
        accuracy above: 0.875, on: 'test'
        sparsity of: 'fc*', atLeast: sparsity
    }

    export 'safetensors', to: 'model.safetensors'
    report 'accuracy', 'sparsity-by-layer', 'flops', 'exploration'
}
