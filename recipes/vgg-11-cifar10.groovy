// A deep chain of convolutions whose channels are a width times 1, 2, 4 and 8: with width=64 it is VGG-11.
//
//     ./espalier run recipes/vgg-11-cifar10.groovy --set width=64

recipe('vgg-11-cifar10') {
    describe 'VGG-11 (Simonyan and Zisserman, 2015) with batch normalisation, narrowed, for pictures of 32 x 32.'
    seed 42

    param 'width', 32
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
        batchNorm 'bn1', activation: 'relu'
        maxPool size: 2
        conv 'conv2', filters: 2 * width, padding: -1, bias: false
        batchNorm 'bn2', activation: 'relu'
        maxPool size: 2
        repeat(2) { i ->
            conv "conv${i + 2}", filters: 4 * width, padding: -1, bias: false
            batchNorm "bn${i + 2}", activation: 'relu'
        }
        maxPool size: 2
        repeat(2) { s ->
            repeat(2) { i ->
                conv "conv${2 + 2 * s + i}", filters: 8 * width, padding: -1, bias: false
                batchNorm "bn${2 + 2 * s + i}", activation: 'relu'
            }
            maxPool size: 2
        }
        flatten()
        dropout rate: 0.5
        dense 'fc1', units: 8 * width, activation: 'relu'
        dropout rate: 0.5
        dense 'out', units: 10
    }

    phase('train') {
        train epochs(length)
        loss 'cross-entropy'
        optimizer 'sgd', momentum: 0.9, weightDecay: 5e-4
        learningRate 'cosine', from: 0.05, to: 0, warmup: epochs(2)
    }

    export 'safetensors', to: 'model.safetensors'
    report 'accuracy', 'flops'
}
