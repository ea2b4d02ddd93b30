// A dense network is trained, then pruned in one shot; the links that stay make up for those that go. Nothing is trained after it.
//
//     ./espalier run recipes/sparse-gpt-fashion-mnist.groovy
//     ./espalier run recipes/sparse-gpt-fashion-mnist.groovy --set sparsity=0.9

recipe('sparse-gpt-fashion-mnist') {
    describe 'SparseGPT (Frantar and Alistarh, ICML 2023): one-shot pruning with the second moments of what comes into each layer.'
    seed 42

    param 'sparsity', 0.8

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

    phase('dense') {
        train epochs(2)
        loss 'cross-entropy'
        optimizer 'sgd', momentum: 0.9, weightDecay: 5e-4
        learningRate 'cosine', from: 0.05, to: 0
    }

    apply 'sparse-gpt', sparsity: sparsity, pattern: 'unstructured', examples: 2048

    expect {
        accuracy above: 0.8, on: 'test'
        sparsity of: '*', atLeast: sparsity - 0.001
    }

    export 'safetensors', to: 'model.safetensors'
    report 'accuracy', 'sparsity-by-layer', 'flops'
}
