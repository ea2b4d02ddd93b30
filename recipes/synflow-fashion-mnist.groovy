// A hundred looks at how much flows through each link, before the first real step, decide which links there are. No example is
// needed for that: the input is ones, and every value counts by its magnitude.
//
// The learning rate warms up from 0, so the rounds at steps 1 to 100, which take the place of training steps, find the values
// of the start.
//
//     ./espalier run recipes/synflow-fashion-mnist.groovy --set sparsity=0.997

recipe('synflow-fashion-mnist') {
    describe 'SynFlow (Tanaka et al., NeurIPS 2020): in 100 rounds the links that carry most of the synaptic flow stay, over all layers.'
    seed 42

    param 'sparsity', 0.95
    param 'score', 'synflow'

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
            layers 'fc*', 'out'
            sparsity 'geometric-density', to: sparsity
            distribute 'global'
            pattern 'unstructured'
            start 'dense'
            update every: steps(1), from: steps(0), until: steps(100)
            prune score
        }
    }

    expect {
        accuracy above: 0.85, on: 'test'
        sparsity of: '*', atLeast: sparsity
    }

    export 'safetensors', to: 'model.safetensors'
    report 'accuracy', 'sparsity-by-layer', 'flops'
}
