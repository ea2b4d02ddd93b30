// Network slimming (Liu et al., "Learning Efficient Convolutional Networks through Network Slimming", 2017): all scales of
// batch normalisation are penalised, and the channels with the smallest are cut away. The network, the lengths and the choice
// are those of mask-sparsity-cifar10.

recipe('slimming-cifar10') {
    describe 'Network slimming: baseline, sparsity of all scales, cut of the smallest, fine-tuning.'
    seed 42

    param 'share', 0.5          // of the channels of each layer that go
    param 'spread', 0.005       // strength of the penalty

    data {
        source 'cifar10', pictures: 'subset'
        prepare 'standardize'
        prepare 'random-flip'
        batch 64
    }

    // Without padding and with biases, so that a cut can move what constant channels add into the biases of their readers.
    model {
        input 32, 32, 3
        conv 'conv1', filters: 16, kernel: 3
        batchNorm 'bn1', activation: 'relu'
        maxPool size: 2
        conv 'conv2', filters: 32, kernel: 3
        batchNorm 'bn2', activation: 'relu'
        maxPool size: 2
        conv 'conv3', filters: 64, kernel: 3
        batchNorm 'bn3', activation: 'relu'
        maxPool size: 2
        flatten()
        dense 'out', units: 10
    }

    phase('baseline') {
        train epochs(10)
        loss 'cross-entropy'
        optimizer 'sgd', momentum: 0.9, weightDecay: 5e-4
        learningRate 'cosine', from: 0.05, to: 0, warmup: epochs(1)
    }

    phase('find') {
        train epochs(15)
        loss 'cross-entropy'
        optimizer 'sgd', momentum: 0.9, weightDecay: 5e-4
        learningRate 'cosine', from: 0.02, to: 0
        regularize 'l1', scales: 'bn*', strength: spread, by: 'gradient'
    }

    select 'smallest', mask: 'choose', scales: 'bn*', share: share, of: 'layer'
    apply 'shrink', mask: 'choose', below: 0.01

    phase('tune') {
        train epochs(5)
        loss 'cross-entropy'
        optimizer 'sgd', momentum: 0.9, weightDecay: 5e-4
        learningRate 'cosine', from: 0.01, to: 0
    }

    export 'safetensors', to: 'model.safetensors'
    report 'accuracy', 'flops', 'links'
}
