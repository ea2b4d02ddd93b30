// A GPT-2 of four blocks of width 256 with a context of 128 characters, 90 % sparse, to be timed: docs/results/step-time.md.

recipe('step-time-gpt-sparse') {
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
        train steps(12)
        loss 'cross-entropy'
        optimizer 'adamw'
        learningRate 0.001
        sparsify {
            layers 'up*', 'down*', 'a*'
            sparsity 0.9
            distribute 'uniform'
            pattern 'unstructured'
            start 'random'
        }
    }
}
