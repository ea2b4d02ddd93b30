// In every epoch only the hardest examples are trained on: those with the largest loss when they were last seen. What an epoch leaves
// out keeps its loss, and comes again when the others have become easier.
//
//     ./espalier run recipes/hardest-fashion-mnist.groovy --set sampler=random-subset
//     ./espalier run recipes/hardest-fashion-mnist.groovy --set keep=1.0 --set passes=10

recipe('hardest-fashion-mnist') {
    describe 'A sparse network that learns of half of the examples in each epoch, the hardest ones.'
    seed 42

    param 'sparsity', 0.90
    param 'sampler', 'hardest'
    param 'keep', 0.5
    param 'passes', 20                  // with all examples, half as many epochs have as many steps

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
        train epochs(passes)
        sample sampler, keep: keep
        loss 'cross-entropy'
        optimizer 'sgd', momentum: 0.9, weightDecay: 5e-4
        learningRate 'cosine', from: 0.1, to: 0, warmup: percent(10)

        sparsify {
            layers 'fc*'
            sparsity sparsity
        }
    }

    expect {
        accuracy above: 0.86, on: 'test'
        sparsity of: 'fc*', atLeast: sparsity
    }

    export 'safetensors', to: 'model.safetensors'
    report 'accuracy', 'sparsity-by-layer'
}
