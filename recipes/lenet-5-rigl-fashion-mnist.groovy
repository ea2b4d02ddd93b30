// The network of lenet-5-fashion-mnist with nine of ten links gone from all layers but the last, convolutions included.

recipe('lenet-5-rigl-fashion-mnist') {
    describe 'LeNet-5 trained by RigL (Evci et al., 2020): convolutions and dense layers sparse from the first step.'
    seed 42

    param 'sparsity', 0.90

    data {
        source 'fashion-mnist'
        prepare 'standardize'
        batch 128
    }

    model {
        input 28, 28, 1
        conv 'conv1', filters: 6, kernel: 5, padding: 2, activation: 'relu'
        maxPool size: 2
        conv 'conv2', filters: 16, kernel: 5, activation: 'relu'
        maxPool size: 2
        flatten()
        dense 'fc1', units: 120, activation: 'relu'
        dense 'fc2', units: 84, activation: 'relu'
        dense 'out', units: 10
    }

    phase('train') {
        train epochs(45)
        loss 'cross-entropy'
        optimizer 'sgd', momentum: 0.9, weightDecay: 3e-4
        learningRate 'cosine', from: 0.2, to: 0, warmup: epochs(1)

        sparsify {
            layers 'conv*', 'fc*'
            sparsity sparsity
            distribute 'erk'                // small layers keep more: conv1 stays almost whole
            pattern 'unstructured'
            start 'random'
            update every: steps(300), until: percent(75)
            replace 'cosine', from: 0.3, to: 0
            prune 'magnitude'
            grow 'gradient'
        }
    }

    expect {
        accuracy above: 0.90, on: 'test'
        sparsity of: 'conv*', atLeast: 0.8
        sparsity of: 'fc*', atLeast: 0.88
    }

    export 'safetensors', to: 'model.safetensors'
    report 'accuracy', 'sparsity-by-layer', 'flops', 'exploration'
}
