// A GPT-2 of four blocks of width 256 with a context of 128 characters, dense, to be timed: docs/results/step-time.md.

recipe('step-time-gpt') {
    seed 1

    data {
        source 'tiny-shakespeare', context: 128
        batch 128
    }

    model {
        input 128
        embedding 'tok', vocabulary: 65, width: 256
        positions 'pos'
        repeat(4) { i ->
            residual {
                layerNorm()
                attention "a$i", heads: 4, causal: true
            }
            residual {
                layerNorm()
                dense "up$i", units: 1024, activation: 'gelu'
                dense "down$i", units: 256
            }
        }
        layerNorm()
        dense 'head', units: 65
    }

    phase('train') {
        train steps(6)
        loss 'cross-entropy'
        optimizer 'adamw'
        learningRate 0.001
    }
}
