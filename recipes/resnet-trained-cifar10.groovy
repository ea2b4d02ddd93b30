// A residual network that was trained elsewhere, pruned to a fifth of its weights. Its file comes from
// github.com/akamaster/pytorch_resnet_cifar10, pretrained_models; its layers are called here as they are called there.
//
//     ./espalier evaluate recipes/resnet-trained-cifar10.groovy --set file=resnet20-12fca82f.th
//     ./espalier run recipes/resnet-trained-cifar10.groovy --set file=resnet56-4bfd9763.th --set blocks=9

recipe('resnet-trained-cifar10') {
    describe 'A trained ResNet for CIFAR-10 (He et al., 2016), pruned by magnitude while it goes on training.'
    seed 42

    param 'file', 'resnet20-12fca82f.th'
    param 'blocks', 3        // of a stage: 3, 5, 7 and 9 for ResNet-20, 32, 44 and 56
    param 'length', 4
    param 'sparsity', 0.8

    data {
        source 'cifar10', pictures: 'subset'
        prepare 'normalize', means: [0.485, 0.456, 0.406], deviations: [0.229, 0.224, 0.225]
        prepare 'random-crop', padding: 4
        prepare 'random-flip'
        batch 128
    }

    model {
        input 32, 32, 3
        conv 'conv1', filters: 16, padding: -1, bias: false
        batchNorm 'bn1', activation: 'relu'
        repeat(blocks) { i ->
            residual {
                conv "layer1.${i - 1}.conv1", filters: 16, padding: -1, bias: false
                batchNorm "layer1.${i - 1}.bn1", activation: 'relu'
                conv "layer1.${i - 1}.conv2", filters: 16, padding: -1, bias: false
                batchNorm "layer1.${i - 1}.bn2"
            }
            activation of: 'relu'
        }

        // The first block of the second and of the third stage halves the picture and doubles the channels; its shortcut has no
        // parameters: it drops every second pixel, and the new channels are zeros.
        repeat(2) { s ->
            residual {
                conv "layer${s + 1}.0.conv1", filters: 16 * 2 ** s, stride: 2, padding: -1, bias: false
                batchNorm "layer${s + 1}.0.bn1", activation: 'relu'
                conv "layer${s + 1}.0.conv2", filters: 16 * 2 ** s, padding: -1, bias: false
                batchNorm "layer${s + 1}.0.bn2"
                shortcut {
                    maxPool size: 1, stride: 2
                    pad before: 4 * 2 ** s, after: 4 * 2 ** s
                }
            }
            activation of: 'relu'
            repeat(blocks - 1) { i ->
                residual {
                    conv "layer${s + 1}.${i}.conv1", filters: 16 * 2 ** s, padding: -1, bias: false
                    batchNorm "layer${s + 1}.${i}.bn1", activation: 'relu'
                    conv "layer${s + 1}.${i}.conv2", filters: 16 * 2 ** s, padding: -1, bias: false
                    batchNorm "layer${s + 1}.${i}.bn2"
                }
                activation of: 'relu'
            }
        }
        globalPool()
        dense 'linear', units: 10
    }

    phase('prune') {
        weights 'pytorch', file: file
        train epochs(length)
        loss 'cross-entropy'
        optimizer 'sgd', momentum: 0.9, weightDecay: 1e-4
        learningRate 'cosine', from: 0.01, to: 0

        sparsify {
            layers 'layer*'
            sparsity 'cubic', from: 0, to: sparsity
            distribute 'global'
            start 'dense'
            update every: steps(10), until: percent(60)
            prune 'magnitude'
        }
    }

    expect {
        accuracy above: 0.70, on: 'test'
        sparsity of: 'layer*', atLeast: sparsity - 0.01
    }

    export 'safetensors', to: 'model.safetensors'
    report 'accuracy', 'sparsity-by-layer', 'flops'
}
