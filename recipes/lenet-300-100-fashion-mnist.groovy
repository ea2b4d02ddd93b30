// Two hidden layers, the network of the first papers on pruning, with one link in twenty.
//
//     ./espalier run recipes/lenet-300-100-fashion-mnist.groovy
//     ./espalier run recipes/lenet-300-100-fashion-mnist.groovy --set sparsity=0.98

recipe('lenet-300-100-fashion-mnist') {
    describe 'LeNet-300-100 (LeCun et al., 1998) trained by RigL (Evci et al., 2020).'
    seed 42

    param 'sparsity', 0.95

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
            update every: steps(100), until: percent(75)
            replace 'cosine', from: 0.3, to: 0
            prune 'magnitude'
            grow 'gradient'
        }
    }

    expect {
        accuracy above: 0.86, on: 'test'
        sparsity of: 'fc*', atLeast: sparsity
    }

    export 'safetensors', to: 'model.safetensors'
    report 'accuracy', 'sparsity-by-layer', 'flops', 'exploration'
}
