// Every step goes to where the loss nearby is highest, takes the gradient there, and steps with it from where it was. Links that
// are not there stay away meanwhile.
//
//     ./espalier run recipes/sam-fashion-mnist.groovy --set distance=0

recipe('sam-fashion-mnist') {
    describe 'Sharpness-aware minimisation (Foret et al., ICLR 2021) of a network that is sparse from the first step.'
    seed 42

    param 'sparsity', 0.90
    param 'distance', 0.05

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
        rule 'sam', distance: distance

        sparsify {
            layers 'fc*'
            sparsity sparsity
            start 'random'
        }
    }

    expect {
        accuracy above: 0.86, on: 'test'
        sparsity of: 'fc*', atLeast: sparsity
    }

    export 'safetensors', to: 'model.safetensors'
    report 'accuracy', 'sparsity-by-layer', 'flops'
}
