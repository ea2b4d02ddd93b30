// The network of lenet-5-fashion-mnist, asked for half of the filters of each convolution, 11 of 22; the others become
// exactly zero, are cut away with everything that read them, and what is left trains on without the penalty. Noise of small
// batches may keep one more alive, and so strong a penalty shrinks those that stay as well, until they may grow again.

recipe('wgsef-lenet-5-fashion-mnist') {
    describe 'LeNet-5 with the group sparse envelope (Refael et al., 2022), which asks for half of the filters; the others are cut away.'
    seed 42

    param 'keep', 0.5
    param 'strength', 0.5

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
        decay of: 'conv*', times: 0         // the envelope holds weight decay of its own strength
        regularize 'wgsef', weights: 'conv*', groups: 'filter', strength: strength, keep: keep, of: 'layer'
    }

    apply 'shrink', layers: 'conv*'

    phase('tune') {
        train epochs(5)
        loss 'cross-entropy'
        optimizer 'sgd', momentum: 0.9, weightDecay: 5e-4
        learningRate 'cosine', from: 0.01, to: 0
    }

    expect {
        accuracy above: 0.88, on: 'test'
        filters of: 'conv*', atMost: 22 * keep + 1
    }

    export 'safetensors', to: 'model.safetensors'
    report 'accuracy', 'flops'
}
