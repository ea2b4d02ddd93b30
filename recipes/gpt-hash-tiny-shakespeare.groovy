// A small GPT-2 whose blocks send every character to the expert that a table names for it.
//
//     ./espalier run recipes/gpt-hash-tiny-shakespeare.groovy
//     ./espalier run recipes/gpt-hash-tiny-shakespeare.groovy --set table=random

recipe('gpt-hash-tiny-shakespeare') {
    describe 'A GPT-2 of two blocks with 4 experts in each behind a table of characters (Roller et al., Hash Layers, NeurIPS 2021).'
    seed 42

    param 'table', 'balanced'
    param 'blocks', 2
    param 'width', 64
    param 'heads', 4
    param 'context', 64
    param 'steps', 1000

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
                experts("moe$i", count: 4) {
                    gate 'hash', table: table, vocabulary: 65
                    dense "up$i", units: 4 * width, activation: 'gelu', init: 'small-normal'
                    dense "down$i", units: width, init: 'small-normal'
                }
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
        accuracy above: 0.40, on: 'test'
        expertLoad below: 1.5, on: 'test'
        expertsUsed atMost: 1, on: 'test'
    }

    export 'safetensors', to: 'model.safetensors'
    report 'accuracy', 'expert-load'
}
