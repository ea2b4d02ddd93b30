// The network of resnet-cifar10 with four of five links gone from its convolutions.

recipe('resnet-rigl-cifar10') {
    describe 'ResNet trained by RigL (Evci et al., 2020): convolutions sparse from the first step.'
    seed 42

    param 'sparsity', 0.80
    param 'length', 30
    param 'blocks', 3        // of a stage: 3, 5, 7 and 9 make ResNet-20, 32, 44 and 56

    data {
        source 'cifar10', pictures: 'subset'    // 10000 pictures to train with; 'all' for the published 50000
        prepare 'standardize'
        prepare 'random-crop', padding: 4
        prepare 'random-flip'
        batch 128
    }

    model {
        input 32, 32, 3
        conv 'conv1', filters: 16, padding: -1, bias: false
        batchNorm 'bn1', activation: 'relu'

        // Three stages. The first block of the second and of the third halves the picture and doubles the channels; its
        // shortcut is a 1 x 1 convolution.
        repeat(blocks) { i ->
            residual {
                conv "stage1-$i-conv1", filters: 16, padding: -1, bias: false
                batchNorm "stage1-$i-bn1", activation: 'relu'
                conv "stage1-$i-conv2", filters: 16, padding: -1, bias: false
                batchNorm "stage1-$i-bn2"
            }
            activation of: 'relu'
        }
        repeat(2) { s ->
            residual {
                conv "stage${s + 1}-1-conv1", filters: 16 * 2 ** s, stride: 2, padding: -1, bias: false
                batchNorm "stage${s + 1}-1-bn1", activation: 'relu'
                conv "stage${s + 1}-1-conv2", filters: 16 * 2 ** s, padding: -1, bias: false
                batchNorm "stage${s + 1}-1-bn2"
                shortcut {
                    conv "stage${s + 1}-1-shortcut", filters: 16 * 2 ** s, kernel: 1, stride: 2, bias: false
                    batchNorm "stage${s + 1}-1-bn3"
                }
            }
            activation of: 'relu'
            repeat(blocks - 1) { i ->
                residual {
                    conv "stage${s + 1}-${i + 1}-conv1", filters: 16 * 2 ** s, padding: -1, bias: false
                    batchNorm "stage${s + 1}-${i + 1}-bn1", activation: 'relu'
                    conv "stage${s + 1}-${i + 1}-conv2", filters: 16 * 2 ** s, padding: -1, bias: false
                    batchNorm "stage${s + 1}-${i + 1}-bn2"
                }
                activation of: 'relu'
            }
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
            layers 'conv*', 'stage*'        // batch normalisation and the last layer stay as they are
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
        sparsity of: 'stage*', atLeast: sparsity - 0.02
    }

    export 'safetensors', to: 'model.safetensors'
    report 'accuracy', 'sparsity-by-layer', 'flops', 'exploration'
}
