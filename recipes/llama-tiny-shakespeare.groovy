// A small Llama on the characters of Shakespeare's plays: rotary positions, keys shared by two heads each, gated layers, root
// mean square norms, no offsets.
//
//     ./espalier run recipes/llama-tiny-shakespeare.groovy

recipe('llama-tiny-shakespeare') {
    describe 'A Llama of two blocks (Touvron et al., 2023; Ainslie et al., 2023), character by character, dense.'
    seed 42

    param 'blocks', 2
    param 'width', 64
    param 'hidden', 172     // about 8/3 of the width: the gate makes it as large as 4 times without one
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
        repeat(blocks) { i ->
            residual {
                rmsNorm()
                attention "att$i", heads: heads, kvHeads: heads / 2, causal: true, rotary: 10000, bias: false, init: 'small-normal'
            }
            residual {
                rmsNorm()
                gated "ffn$i", units: hidden, activation: 'silu', init: 'small-normal'
                dense "down$i", units: width, bias: false, init: 'small-normal'
            }
        }
        rmsNorm()
        dense 'out', units: 65, bias: false, init: 'small-normal'
    }

    phase('train') {
        train steps(steps)
        loss 'cross-entropy'
        optimizer 'adamw', weightDecay: 0.1, beta2: 0.99
        learningRate 'cosine', from: 0.001, to: 0.0001, warmup: steps(100)
        clip norm: 1.0
    }

    expect {
        accuracy above: 0.48, on: 'test'
    }

    export 'safetensors', to: 'model.safetensors'
    report 'accuracy', 'flops'
}
