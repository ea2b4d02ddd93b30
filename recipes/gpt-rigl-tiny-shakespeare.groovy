// The same GPT-2 as gpt-tiny-shakespeare, its feed-forward layers 90 % sparse from the first step, with RigL.
//
//     ./espalier run recipes/gpt-rigl-tiny-shakespeare.groovy --set sparsity=0.95

recipe('gpt-rigl-tiny-shakespeare') {
    describe 'A GPT-2 of two blocks (Radford et al., 2019), with feed-forward layers 90 % sparse (RigL, Evci et al., 2020).'
    seed 42

    param 'sparsity', 0.90
    param 'blocks', 2
    param 'width', 64
    param 'heads', 4
    param 'context', 64
    param 'steps', 2000

    data {
        source 'tiny-shakespeare', context: context, stride: 8
        batch 64
    }

    model {
        input context
        embedding 'tokens', vocabulary: 65, width: width
        positions 'positions'
        repeat(blocks) { i ->
            residual {
                layerNorm()
                attention "att$i", heads: heads, causal: true, init: 'small-normal'
            }
            residual {
                layerNorm()
                dense "up$i", units: 4 * width, activation: 'gelu', init: 'small-normal'
                dense "down$i", units: width, init: 'small-normal'
            }
        }
        layerNorm()
        dense 'out', units: 65, init: 'small-normal'
    }

    phase('train') {
        train steps(steps)
        loss 'cross-entropy'
        optimizer 'adamw', weightDecay: 0.1, beta2: 0.99
        learningRate 'cosine', from: 0.001, to: 0.0001, warmup: steps(100)
        clip norm: 1.0

        sparsify {
            layers 'up*', 'down*'
            sparsity sparsity
            distribute 'uniform'
            start 'random'
            update every: steps(100), until: percent(75)
            replace 'cosine', from: 0.3, to: 0
            prune 'magnitude'
            grow 'gradient'
        }
    }

    expect {
        accuracy above: 0.41, on: 'test'
        sparsity of: 'up*', atLeast: sparsity
    }

    export 'safetensors', to: 'model.safetensors'
    report 'accuracy', 'sparsity-by-layer', 'flops', 'exploration'
}
