// The network of lenet-5-fashion-mnist, asked for a share of the filters of each convolution, and left with just that number:
// the strength of the envelope grows until it decides, and half-space steps end what small batches keep alive beyond the count.
// Nothing is chosen by hand: what is zero is cut away, and the rest trains on without the penalty.

recipe('wgsef-exact-lenet-5-fashion-mnist') {
    describe 'LeNet-5 with the group sparse envelope (Refael et al., 2022) until as many filters are left as it was asked for.'
    seed 42

    param 'keep', 0.5
    param 'strength', 4
    param 'epochs', 4

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

    phase('grow') {
        train epochs(epochs)
        loss 'cross-entropy'
        optimizer 'sgd', momentum: 0.9, weightDecay: 5e-4
        learningRate 'cosine', from: 0.05, to: 0.01, warmup: epochs(1)
        decay of: 'conv*', times: 0         // the envelope holds weight decay of its own strength
        regularize 'wgsef', weights: 'conv*', groups: 'filter', strength: linear(from: 0, to: strength), keep: keep, of: 'layer'
    }

    phase('settle') {
        train epochs(1)
        loss 'cross-entropy'
        optimizer 'sgd', momentum: 0.9, weightDecay: 5e-4
        learningRate 0.01
        decay of: 'conv*', times: 0
        regularize 'wgsef', weights: 'conv*', groups: 'filter', strength: strength, keep: keep, of: 'layer', by: 'half-space', epsilon: 0.9
    }

    apply 'shrink'

    phase('tune') {
        train epochs(2)
        loss 'cross-entropy'
        optimizer 'sgd', momentum: 0.9, weightDecay: 5e-4
        learningRate 'cosine', from: 0.02, to: 0
    }

    expect {
        accuracy above: 0.86, on: 'test'
        filters of: 'conv*', atMost: 22 * keep
    }

    export 'safetensors', to: 'model.safetensors'
    report 'accuracy', 'flops'
}
