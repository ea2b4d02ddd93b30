// A small GPT-2 on the characters of Shakespeare's plays.
//
//     ./espalier run recipes/gpt-tiny-shakespeare.groovy
//     ./espalier run recipes/gpt-tiny-shakespeare.groovy --set blocks=4 --set width=128 --set steps=5000

recipe('gpt-tiny-shakespeare') {
    describe 'A GPT-2 of two blocks (Radford et al., 2019), character by character, dense.'
    seed 42

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
    }

    expect {
        accuracy above: 0.44, on: 'test'
    }

    export 'safetensors', to: 'model.safetensors'
    report 'accuracy', 'flops'
}
