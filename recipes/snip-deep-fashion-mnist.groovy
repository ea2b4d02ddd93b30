// The network of synflow-deep-fashion-mnist, pruned by the gradient of one batch before the first step. With few links left its
// layers no longer fit together, and nothing can be learnt; so no accuracy is expected.
//
//     ./espalier run recipes/snip-deep-fashion-mnist.groovy

recipe('snip-deep-fashion-mnist') {
    describe 'SNIP (Lee, Ajanthan and Torr, ICLR 2019) on seven layers: at 99.7 % no way through them is left.'
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
            sparsity sparsity
            distribute 'global'
            pattern 'unstructured'
            start 'dense'
            update every: steps(1), from: steps(1), until: steps(1)
            prune 'saliency'
        }
    }

    expect {
        sparsity of: '*', atLeast: sparsity
    }

    export 'safetensors', to: 'model.safetensors'
    report 'accuracy', 'sparsity-by-layer', 'flops'
}
