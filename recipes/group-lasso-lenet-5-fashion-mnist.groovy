// The network of lenet-5-fashion-mnist with group lasso on its filters, to be compared with wgsef-lenet-5-fashion-mnist:
// here the strength alone says how many become zero. It was chosen so that after four epochs about as many are left as are cut to,
// with half of the filters and with a quarter.

recipe('group-lasso-lenet-5-fashion-mnist') {
    describe 'LeNet-5 with group lasso (Yuan and Lin, 2006) on the filters of its convolutions; the smallest are cut away.'
    seed 42

    param 'keep', 0.5
    param 'epochs', 15

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
        train epochs(epochs)
        loss 'cross-entropy'
        optimizer 'sgd', momentum: 0.9, weightDecay: 5e-4
        learningRate 'cosine', from: 0.05, to: 0, warmup: epochs(1)
        decay of: 'conv*', times: 0
        regularize 'group-lasso', weights: 'conv*', groups: 'filter', strength: 0.21 - 0.32 * keep
    }

    select 'smallest', mask: 'choose', weights: 'conv*', groups: 'filter', share: 1 - keep, of: 'layer'
    apply 'shrink', mask: 'choose'

    phase('tune') {
        train epochs(2)
        loss 'cross-entropy'
        optimizer 'sgd', momentum: 0.9, weightDecay: 5e-4
        learningRate 'cosine', from: 0.01, to: 0
    }

    expect {
        accuracy above: 0.87, on: 'test'
        filters of: 'conv*', atMost: 22 * keep
    }

    export 'safetensors', to: 'model.safetensors'
    report 'accuracy', 'flops'
}
