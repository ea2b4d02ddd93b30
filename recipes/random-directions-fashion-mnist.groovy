// No gradient is computed: every step tries random directions, there and back, and adds up what the loss says of each. That works for
// a few hundred values, so pictures come as 7 x 7 means, and half of the links are not there.
//
//     ./espalier run recipes/random-directions-fashion-mnist.groovy --set directions=5

recipe('random-directions-fashion-mnist') {
    describe 'Training by forward passes alone: simultaneous perturbation (Spall, 1992) of the links of a small sparse network.'
    seed 42

    param 'sparsity', 0.5
    param 'directions', 20

    data {
        source 'fashion-mnist'
        prepare 'standardize'
        batch 256
    }

    model {
        input 28, 28, 1
        averagePool size: 4
        flatten()
        dense 'fc1', units: 16, activation: 'relu'
        dense 'out', units: 10
    }

    phase('train') {
        train epochs(20)
        loss 'cross-entropy'
        optimizer 'adam'
        learningRate 'cosine', from: 0.01, to: 0
        rule 'random-directions', directions: directions, distance: 1e-3

        sparsify {
            layers 'fc1'
            sparsity sparsity
            start 'random'
        }
    }

    expect {
        accuracy above: 0.75, on: 'test'
        sparsity of: 'fc1', atLeast: sparsity
    }

    export 'safetensors', to: 'model.safetensors'
    report 'accuracy', 'loss', 'sparsity-by-layer'
}
