// The network of lenet-5-fashion-mnist with group lasso on its filters, to be compared with wgsef-lenet-5-fashion-mnist: here
// the strength alone says how many become zero.

recipe('group-lasso-lenet-5-fashion-mnist') {
    describe 'LeNet-5 with group lasso (Yuan and Lin, 2006) on the filters of its convolutions.'
    seed 42

    param 'strength', 0.02

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
        decay of: 'conv*', times: 0
        regularize 'group-lasso', weights: 'conv*', groups: 'filter', strength: strength
    }

    expect {
        accuracy above: 0.89, on: 'test'
        filters of: 'conv*', atMost: 14
    }

    export 'safetensors', to: 'model.safetensors'
    report 'accuracy', 'flops'
}
