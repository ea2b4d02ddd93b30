// Starts dense and prunes along a cubic curve; layers compete for links by the share they take of their layer.
//
//     ./espalier run recipes/lamp-fashion-mnist.groovy
//     ./espalier run recipes/lamp-fashion-mnist.groovy --set score=magnitude     # plain magnitudes compete

recipe('lamp-fashion-mnist') {
    describe 'Layer-adaptive magnitude pruning (Lee et al., ICLR 2021) of LeNet-300-100 to 95 %, all layers with one budget.'
    seed 42

    param 'sparsity', 0.95
    param 'score', 'lamp'

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
            sparsity 'cubic', from: 0, to: sparsity
            distribute 'global'
            pattern 'unstructured'
            start 'dense'
            update every: steps(100), from: percent(10), until: percent(75)
            prune score
        }
    }

    expect {
        accuracy above: 0.86, on: 'test'
        sparsity of: '*', atLeast: sparsity
    }

    export 'safetensors', to: 'model.safetensors'
    report 'accuracy', 'sparsity-by-layer', 'flops'
}
