// Seven layers, pruned before the first step by what flows through them, without a look at the data.
//
//     ./espalier run recipes/synflow-deep-fashion-mnist.groovy

recipe('synflow-deep-fashion-mnist') {
    describe 'SynFlow (Tanaka et al., NeurIPS 2020) on seven layers: a way through all of them is left, however few links there are.'
    seed 42

    param 'sparsity', 0.997

    data {
        source 'fashion-mnist'
        prepare 'standardize'
        batch 128
    }

    model {
        input 28, 28, 1
        flatten()
        dense 'fc1', units: 100, activation: 'relu'
        dense 'fc2', units: 100, activation: 'relu'
        dense 'fc3', units: 100, activation: 'relu'
        dense 'fc4', units: 100, activation: 'relu'
        dense 'fc5', units: 100, activation: 'relu'
        dense 'fc6', units: 100, activation: 'relu'
        dense 'out', units: 10
    }

    phase('train') {
        train epochs(10)
        loss 'cross-entropy'
        optimizer 'sgd', momentum: 0.9, weightDecay: 5e-4
        learningRate 'cosine', from: 0.1, to: 0, warmup: epochs(1)

        sparsify {
            layers 'fc*', 'out'
            sparsity 'geometric-density', to: sparsity
            distribute 'global'
            pattern 'unstructured'
            start 'dense'
            update every: steps(1), from: steps(0), until: steps(100)
            prune 'synflow'
        }
    }

    expect {
        accuracy above: 0.4, on: 'test'
        sparsity of: '*', atLeast: sparsity
    }

    export 'safetensors', to: 'model.safetensors'
    report 'accuracy', 'sparsity-by-layer', 'flops'
}
