// The network of lenet-5-fashion-mnist, asked for a share of the filters of each convolution, half of them: the others
// become exactly zero. What the noise of small batches keeps alive beyond the count is the smallest, and is cut away with them
// and everything that read them; what is left trains on without the penalty.

recipe('wgsef-lenet-5-fashion-mnist') {
    describe 'LeNet-5 with the group sparse envelope (Refael et al., 2022), which asks for a share of the filters; the others are cut away.'
    seed 42

    param 'keep', 0.5
    param 'strength', 1
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
        decay of: 'conv*', times: 0         // the envelope holds weight decay of its own strength
        regularize 'wgsef', weights: 'conv*', groups: 'filter', strength: strength, keep: keep, of: 'layer'
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
        accuracy above: 0.88, on: 'test'
        filters of: 'conv*', atMost: 22 * keep
    }

    export 'safetensors', to: 'model.safetensors'
    report 'accuracy', 'flops'
}
