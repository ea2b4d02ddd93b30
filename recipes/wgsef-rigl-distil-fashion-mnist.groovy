// A chain of methods: the group sparse envelope chooses filters and units, which are cut away; of what is left RigL keeps one
// link of five; and the sparse network learns from the dense one it came from.

recipe('wgsef-rigl-distil-fashion-mnist') {
    describe 'LeNet-5: dense, WGSEF, cut, RigL on what is left, distillation from the dense network.'
    seed 42

    param 'keep', 0.5           // of the filters and units of each layer
    param 'sparsity', 0.8       // of what is left
    param 'length', 5           // epochs of each phase

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

    phase('dense') {
        train epochs(length)
        loss 'cross-entropy'
        optimizer 'sgd', momentum: 0.9, weightDecay: 5e-4
        learningRate 'cosine', from: 0.05, to: 0, warmup: epochs(1)
    }

    phase('choose') {
        train epochs(length)
        loss 'cross-entropy'
        optimizer 'sgd', momentum: 0.9
        learningRate 'cosine', from: 0.05, to: 0
        regularize 'wgsef', weights: ['conv*', 'fc*'], groups: 'filter', strength: 0.5, keep: keep, of: 'layer'
    }

    apply 'shrink', layers: ['conv*', 'fc*']

    phase('rigl') {
        train epochs(length)
        loss 'cross-entropy'
        optimizer 'sgd', momentum: 0.9, weightDecay: 5e-4
        learningRate 'cosine', from: 0.05, to: 0

        sparsify {
            layers 'conv*', 'fc*'
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

    phase('distil') {
        teacher from: 'dense'
        train epochs(length)
        loss 'distillation', temperature: 4, weight: 0.7
        optimizer 'sgd', momentum: 0.9, weightDecay: 5e-4
        learningRate 'cosine', from: 0.02, to: 0

        sparsify {
            layers 'conv*', 'fc*'
            sparsity sparsity
        }
    }

    expect {
        sparsity of: 'fc*', atLeast: sparsity - 0.2
    }

    export 'safetensors', to: 'model.safetensors'
    report 'accuracy', 'sparsity-by-layer', 'flops'
}
