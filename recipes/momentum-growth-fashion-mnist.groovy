// Sparse from the first step; links move to where the momentum is largest. Momentum is kept for every position.
//
//     ./espalier run recipes/momentum-growth-fashion-mnist.groovy

recipe('momentum-growth-fashion-mnist') {
    describe 'Growth by momentum (Dettmers and Zettlemoyer, 2019): links come where the gradient has pointed one way over many batches.'
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
            layers 'fc*'
            sparsity sparsity
            distribute 'erk'
            pattern 'unstructured'
            start 'random'
            storage 'latent'
            update every: steps(100), until: percent(75)
            replace 'cosine', from: 0.5, to: 0
            prune 'magnitude'
            grow 'momentum'
        }
    }

    expect {
        accuracy above: 0.86, on: 'test'
        sparsity of: 'fc*', atLeast: sparsity
    }

    export 'safetensors', to: 'model.safetensors'
    report 'accuracy', 'sparsity-by-layer', 'flops', 'exploration'
}
