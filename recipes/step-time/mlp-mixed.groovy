// Two hidden layers of 1024 units of any sparsity, whose links fetch values rounded to bfloat16, to be timed:
// docs/results/performance.md.

recipe('step-time-mlp-mixed') {
    seed 1

    param 'sparsity', 0.9

    data {
        source 'fashion-mnist'
        prepare 'standardize'
        batch 128
    }

    model {
        input 28, 28, 1
        flatten()
        dense 'fc1', units: 1024, activation: 'relu'
        dense 'fc2', units: 1024, activation: 'relu'
        dense 'out', units: 10
    }

    phase('train') {
        train steps(800)
        loss 'cross-entropy'
        optimizer 'sgd', momentum: 0.9
        learningRate 0.001
        sparsify {
            layers 'fc*'
            sparsity sparsity
            distribute 'uniform'
            pattern 'unstructured'
            start 'random'
            precision 'mixed'
        }
    }
}
