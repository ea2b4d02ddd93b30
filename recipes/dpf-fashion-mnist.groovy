// Dense values, seen through a mask that is chosen anew every sixteen steps: a link that was cut too early comes back.
//
//     ./espalier run recipes/dpf-fashion-mnist.groovy
//     ./espalier run recipes/dpf-fashion-mnist.groovy --set sparsity=0.98

recipe('dpf-fashion-mnist') {
    describe 'Dynamic pruning with feedback (Lin et al., 2020): latent weights, gradually cut to 90 %.'
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
            distribute 'uniform'
            pattern 'unstructured'
            start 'dense'
            storage 'latent'                  // every position is trained; products read the links only
            update every: steps(16), until: percent(75)
            prune 'magnitude'
        }
    }

    expect {
        accuracy above: 0.88, on: 'test'
        sparsity of: 'fc*', atLeast: sparsity
    }

    export 'safetensors', to: 'model.safetensors'
    report 'accuracy', 'sparsity-by-layer', 'flops', 'exploration'
}
