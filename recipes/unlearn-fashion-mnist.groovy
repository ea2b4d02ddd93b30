// A trained network forgets a class: each step learns what is to stay, and goes up the loss of what is to go.
//
//     ./espalier run recipes/unlearn-fashion-mnist.groovy
//     ./espalier run recipes/unlearn-fashion-mnist.groovy --set forget=7

recipe('unlearn-fashion-mnist') {
    describe 'Gradient ascent on a class while the others stay, beside training without it (Jia et al., 2023).'
    seed 42

    param 'sparsity', 0.9
    param 'forget', 0

    data {
        source 'fashion-mnist'
        prepare 'standardize'
        classes except: forget
        batch 115
    }

    // of the same pictures, prepared in the same way; what is measured on 'forget' are its test pictures
    data('forget') {
        source 'fashion-mnist'
        prepare 'standardize'
        classes only: forget
        batch 13
    }

    model {
        input 28, 28, 1
        flatten()
        dense 'fc1', units: 300, activation: 'relu'
        dense 'fc2', units: 100, activation: 'relu'
        dense 'out', units: 10
    }

    phase('original') {
        train epochs(3)
        loss 'cross-entropy'
        loss 'cross-entropy', on: 'forget', weight: 0.1     // about its share of the pictures
        optimizer 'sgd', momentum: 0.9, weightDecay: 5e-4
        learningRate 'cosine', from: 0.05, to: 0

        sparsify {
            layers 'fc*'
            sparsity sparsity
        }
    }

    // what unlearning is held against: the same beginning, without the class
    phase('retrained') {
        start from: 'original', at: steps(0)
        train epochs(3)
        loss 'cross-entropy'
        optimizer 'sgd', momentum: 0.9, weightDecay: 5e-4
        learningRate 'cosine', from: 0.05, to: 0

        sparsify {
            layers 'fc*'
            sparsity sparsity
        }
    }

    phase('unlearned') {
        start from: 'original'
        train steps(100)
        loss 'cross-entropy'
        loss 'cross-entropy', on: 'forget', weight: linear(from: -0.02, to: 0)
        optimizer 'sgd', momentum: 0.9
        learningRate 0.01

        sparsify {
            layers 'fc*'
            sparsity sparsity
        }
    }

    expect {
        accuracy above: 0.87, on: 'test'
        accuracy below: 0.05, on: 'forget'
        sparsity of: 'fc*', atLeast: sparsity
    }

    export 'safetensors', to: 'model.safetensors'
    report 'accuracy', 'sparsity-by-layer', 'flops'
}
