recipe('unknown-precision') {
    data {
        source 'fashion-mnist'
        batch 128
    }
    model {
        input 28, 28, 1
        flatten()
        dense 'fc1', units: 100, activation: 'relu'
        dense 'fc2', units: 100, activation: 'relu'
        dense 'fc3', units: 100, activation: 'relu'
        dense 'out', units: 10
    }
    phase('train') {
        train epochs(1)
        loss 'cross-entropy'
        optimizer 'sgd'
        learningRate 0.1
        sparsify {
            layers 'fc1'
            sparsity 0.9
            precision 'bf16'
        }
    }
}
