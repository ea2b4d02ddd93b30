// A small convolutional network, dense: what the sparse one is compared with.

recipe('lenet-5-fashion-mnist') {
    describe 'LeNet-5 (LeCun et al., 1998), with ReLU and maxima, dense.'
    seed 42

    data {
        source 'fashion-mnist'
        prepare 'standardize'
        batch 128
    }

    model {
        input 28, 28, 1
        conv 'conv1', filters: 6, kernel: 5, padding: 2, activation: 'relu'
        maxPool size: 2
        conv 'conv2', filters: 16, kernel: 5, activation: 'relu'
        maxPool size: 2
        flatten()
        dense 'fc1', units: 120, activation: 'relu'
        dense 'fc2', units: 84, activation: 'relu'
        dense 'out', units: 10
    }

    phase('train') {
        train epochs(15)
        loss 'cross-entropy'
        optimizer 'sgd', momentum: 0.9, weightDecay: 5e-4
        learningRate 'cosine', from: 0.05, to: 0, warmup: epochs(1)
    }

    expect {
        accuracy above: 0.908, on: 'test'
    }

    export 'safetensors', to: 'model.safetensors'
    report 'accuracy', 'flops'
}
