// A small GPT-2 on the characters of Shakespeare's plays.
//
//     ./espalier run recipes/gpt-tiny-shakespeare.groovy
//     ./espalier run recipes/gpt-tiny-shakespeare.groovy --set width=256 --set context=128

recipe('gpt-tiny-shakespeare') {
    describe 'A GPT-2 of four blocks (Radford et al., 2019), character by character, dense.'
    seed 42

    param 'blocks', 4
    param 'width', 128
    param 'heads', 4
    param 'context', 64
    param 'steps', 5000

    data {
        source 'tiny-shakespeare', context: context, stride: 8
        batch 128
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
        accuracy above: 0.50, on: 'test'
    }

    export 'safetensors', to: 'model.safetensors'
    report 'accuracy', 'flops'
}
