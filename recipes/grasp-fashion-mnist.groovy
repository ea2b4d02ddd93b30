// One look at the curvature of the loss of one batch, before the first real step, decides which links there are.
//
// The learning rate warms up from 0, so the update at step 1 finds the values of the start.
//
//     ./espalier run recipes/grasp-fashion-mnist.groovy --set sparsity=0.98

recipe('grasp-fashion-mnist') {
    describe 'GraSP (Wang, Zhang and Grosse, ICLR 2020): the links without which the gradient of one batch would be smallest stay, over all layers.'
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
            layers 'fc*', 'out'
            sparsity sparsity
            distribute 'global'
            pattern 'unstructured'
            start 'dense'
            update every: steps(1), from: steps(1), until: steps(1)
            prune 'grasp'
        }
    }

    expect {
        accuracy above: 0.85, on: 'test'
        sparsity of: '*', atLeast: sparsity
    }

    export 'safetensors', to: 'model.safetensors'
    report 'accuracy', 'sparsity-by-layer', 'flops'
}
