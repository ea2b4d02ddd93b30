// MaskSparsity (Jiang et al., "Pruning-aware Sparse Regularization for Network Pruning", 2021): only the channels that are
// to go are pulled towards zero, so that those that stay train freely, and little is lost when the others are cut away.
//
//     ./espalier run recipes/mask-sparsity-cifar10.groovy --set share=0.7

recipe('mask-sparsity-cifar10') {
    describe 'MaskSparsity: baseline, choice of channels, sparsity outside the mask, cut, fine-tuning.'
    seed 42

    param 'share', 0.5          // of the channels of each layer that go
    param 'spread', 0.005       // strength of the penalty that tells channels apart
    param 'pull', 1.0           // strength of the one outside the mask

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

    // Which channels go is decided by the scales after a global penalty has spread them.
    phase('find') {
        train epochs(5)
        loss 'cross-entropy'
        optimizer 'sgd', momentum: 0.9, weightDecay: 5e-4
        learningRate 'cosine', from: 0.02, to: 0
        regularize 'l1', scales: 'bn*', strength: spread, by: 'gradient'
    }

    select 'smallest', mask: 'choose', scales: 'bn*', share: share, of: 'layer'

    // Back to the baseline: what that penalty did to the channels that stay is forgotten.
    phase('mask-sparsity') {
        start from: 'baseline'
        train epochs(10)
        loss 'cross-entropy'
        optimizer 'sgd', momentum: 0.9, weightDecay: 5e-4
        learningRate 'cosine', from: 0.02, to: 0
        regularize 'l1', scales: 'bn*', strength: pull, outside: 'choose'
    }

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
