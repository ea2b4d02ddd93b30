// Convolutions taken apart: one filter a channel over the picture, then a product over the channels of each pixel. The
// products hold almost all links, so they are what is made sparse.

recipe('mobilenet-v1-cifar10') {
    describe 'A small MobileNet (Howard et al., 2017) for pictures of 32 x 32; depthwise layers dense, pointwise ones sparse.'
    seed 42

    param 'width', 32
    param 'sparsity', 0.80
    param 'length', 60

    data {
        source 'cifar10', pictures: 'subset'    // 10000 pictures to train with; 'all' for the published 50000
        prepare 'standardize'
        prepare 'random-crop', padding: 4
        prepare 'random-flip'
        batch 128
    }

    model {
        input 32, 32, 3
        conv 'conv1', filters: width, padding: -1, bias: false
        batchNorm activation: 'relu'

        // Each of four steps: a depthwise layer with stride 2 (1 in the first), which doubles the channels in the product
        // behind it, then one that keeps them.
        conv 'depth1a', filters: width, groups: width, padding: -1, bias: false
        batchNorm activation: 'relu'
        conv 'point1a', filters: 2 * width, kernel: 1, bias: false
        batchNorm activation: 'relu'
        repeat(3) { i ->
            conv "depth${i}b", filters: width * 2 ** i, groups: width * 2 ** i, padding: -1, bias: false
            batchNorm activation: 'relu'
            conv "point${i}b", filters: width * 2 ** i, kernel: 1, bias: false
            batchNorm activation: 'relu'
            conv "depth${i + 1}a", filters: width * 2 ** i, groups: width * 2 ** i, stride: 2, padding: -1, bias: false
            batchNorm activation: 'relu'
            conv "point${i + 1}a", filters: width * 2 ** (i + 1), kernel: 1, bias: false
            batchNorm activation: 'relu'
        }
        globalPool()
        dense 'out', units: 10
    }

    phase('train') {
        train epochs(length)
        loss 'cross-entropy'
        optimizer 'sgd', momentum: 0.9, weightDecay: 5e-4
        learningRate 'cosine', from: 0.1, to: 0, warmup: epochs(2)

        sparsify {
            layers 'point*'
            sparsity sparsity
            distribute 'erk'
            pattern 'unstructured'
            start 'random'
            update every: steps(100), until: percent(75)
            replace 'cosine', from: 0.3, to: 0
            prune 'magnitude'
            grow 'gradient'
        }
    }

    expect {
        sparsity of: 'point*', atLeast: sparsity - 0.02
    }

    export 'safetensors', to: 'model.safetensors'
    report 'accuracy', 'sparsity-by-layer', 'flops', 'exploration'
}
