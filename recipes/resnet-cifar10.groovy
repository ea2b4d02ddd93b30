// A residual network on pictures in colour, dense: what the sparse one is compared with.
//
//     ./espalier run recipes/resnet-cifar10.groovy --set length=160
//     ./espalier run recipes/resnet-cifar10.groovy --set blocks=9      # ResNet-56

recipe('resnet-cifar10') {
    describe 'ResNet in the form for CIFAR (He et al., 2016), dense; ResNet-20 when nothing is set.'
    seed 42

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
    }

    export 'safetensors', to: 'model.safetensors'
    report 'accuracy', 'flops'
}
