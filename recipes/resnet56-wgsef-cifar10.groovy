// A ResNet-56 that was trained elsewhere, made smaller by the group sparse envelope (Refael et al., 2022), in rounds. The groups
// are what the second convolution of a block reads of each channel: one that nothing reads can go without a trace, whatever the
// padding. The file comes from github.com/akamaster/pytorch_resnet_cifar10, pretrained_models.
//
//     ./espalier run recipes/resnet56-wgsef-cifar10.groovy --set file=resnet56-4bfd9763.th --set rounds=2

recipe('resnet56-wgsef-cifar10') {
    describe 'An imported ResNet-56 without most of the channels inside its blocks: WGSEF, cut, fine-tuning, ONNX.'
    seed 42

    param 'file', 'resnet56-4bfd9763.th'
    param 'rounds', 4
    param 'share', 0.4          // of the channels inside each block that go in a round, and nearly of the FLOPs
    param 'strength', 6         // of the envelope
    param 'before', 16          // steps of a round with it
    param 'after', 24           // steps behind the cut

    data {
        source 'cifar10', pictures: 'subset'
        prepare 'normalize', means: [0.485, 0.456, 0.406], deviations: [0.229, 0.224, 0.225]    // as it was trained with
        prepare 'random-crop', padding: 4
        prepare 'random-flip'
        split validation: 0.02
        batch 32
    }

    model {
        input 32, 32, 3
        conv 'conv1', filters: 16, padding: -1, bias: false
        batchNorm 'bn1', activation: 'relu'
        repeat(9) { i ->
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
            repeat(8) { i ->
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

    // Nothing is trained here: it is a phase that takes the values of a file.
    phase('begin') {
        weights 'pytorch', file: file
        train steps(1)
        loss 'cross-entropy'
        optimizer 'sgd'
        learningRate 0
    }

    repeat(rounds) { i ->
        phase("wgsef-$i") {
            train steps(before)
            loss 'cross-entropy'
            optimizer 'sgd', momentum: 0.9, weightDecay: 1e-4
            learningRate 'cosine', from: 0.01, to: 0
            decay of: 'layer*.conv2', times: 0      // the envelope holds weight decay of its own strength
            regularize 'wgsef', weights: 'layer*.conv2', groups: 'channel', strength: strength, keep: 1 - share, of: 'layer'
        }

        select 'smallest', mask: "choose-$i", weights: 'layer*.conv2', groups: 'channel', share: share, of: 'layer'
        apply 'shrink', mask: "choose-$i"
        apply 'recalibrate', batches: 20    // what constant channels added goes into running means

        phase("tune-$i") {
            train steps(after)
            loss 'cross-entropy'
            optimizer 'sgd', momentum: 0.9, weightDecay: 1e-4
            learningRate 'cosine', from: 0.01, to: 0
        }
    }

    export 'onnx', to: 'model.onnx'
    export 'safetensors', to: 'model.safetensors'
    report 'accuracy', 'flops', 'links'
}
