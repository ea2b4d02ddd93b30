// Sparse from the first step; every 300 steps half of the links, later fewer, move to places that never held one.
//
//     ./espalier run recipes/itop-fashion-mnist.groovy
//     ./espalier run recipes/itop-fashion-mnist.groovy --set growth=random --set every=50

recipe('itop-fashion-mnist') {
    describe 'In-time over-parameterisation (Liu et al., ICML 2021): links come where none has been, and stay long enough to be judged.'
    seed 42

    param 'sparsity', 0.95
    param 'growth', 'unfired'
    param 'every', 300

    data {
        source 'fashion-mnist'
        prepare 'standardize'
        batch 128
    }

    model {
        input 28, 28, 1
        flatten()
        dense 'fc1', units: 300, activation: 'relu'
        dense 'fc2', units: 100, activation: 'relu'
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
            update every: steps(every), until: percent(90)
            replace 'cosine', from: 0.5, to: 0
            prune 'magnitude'
            grow growth
        }
    }

    expect {
        accuracy above: 0.86, on: 'test'
        sparsity of: 'fc*', atLeast: sparsity
    }

    export 'safetensors', to: 'model.safetensors'
    report 'accuracy', 'sparsity-by-layer', 'flops', 'exploration'
}
