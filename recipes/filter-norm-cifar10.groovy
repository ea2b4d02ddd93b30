// Filters with the smallest norms are cut out of a network that was trained without a thought of it (Li et al., "Pruning Filters
// for Efficient ConvNets", 2017). The network and the lengths are those of mask-sparsity-cifar10.

recipe('filter-norm-cifar10') {
    describe 'Direct pruning: baseline, cut of the filters with the smallest norms, fine-tuning.'
    seed 42

    param 'share', 0.5          // of the filters of each layer that go

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
        train epochs(25)
        loss 'cross-entropy'
        optimizer 'sgd', momentum: 0.9, weightDecay: 5e-4
        learningRate 'cosine', from: 0.05, to: 0, warmup: epochs(1)
    }

    select 'smallest', mask: 'choose', weights: 'conv*', groups: 'filter', share: share, of: 'layer'
    apply 'shrink', mask: 'choose'

    phase('tune') {
        train epochs(5)
        loss 'cross-entropy'
        optimizer 'sgd', momentum: 0.9, weightDecay: 5e-4
        learningRate 'cosine', from: 0.01, to: 0
    }

    export 'safetensors', to: 'model.safetensors'
    report 'accuracy', 'flops', 'links'
}
