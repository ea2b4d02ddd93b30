// A small transformer on pictures: every patch of four by four pixels is a position.
//
//     ./espalier run recipes/vit-tiny-cifar10.groovy
//     ./espalier run recipes/vit-tiny-cifar10.groovy --set width=192 --set blocks=9 --set length=200

recipe('vit-tiny-cifar10') {
    describe 'A vision transformer (Dosovitskiy et al., 2021) of four blocks, dense, with the mean of all patches.'
    seed 42

    param 'blocks', 4
    param 'width', 96
    param 'heads', 3
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
        conv 'patches', filters: width, kernel: 4, stride: 4
        positions 'positions'
        repeat(blocks) { i ->
            residual {
                layerNorm()
                attention "att$i", heads: heads
            }
            residual {
                layerNorm()
                dense "up$i", units: 4 * width, activation: 'gelu'
                dense "down$i", units: width
            }
        }
        layerNorm()
        globalPool()
        dense 'out', units: 10
    }

    phase('train') {
        train epochs(length)
        loss 'cross-entropy', smoothing: 0.1
        optimizer 'adamw', weightDecay: 0.05
        learningRate 'cosine', from: 0.001, to: 1e-5, warmup: epochs(5)
        clip norm: 1.0
    }

    export 'safetensors', to: 'model.safetensors'
    report 'accuracy', 'flops'
}
