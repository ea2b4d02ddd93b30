// Characters that see those before them: learnt positions; two batches a step, clipped, and an average of values.
recipe('gpt') {
    seed 3

    param 'steps', 60

    data {
        source 'text', file: 'verse.txt', context: 12, stride: 1
        batch 16
    }

    model {
        input 12
        embedding 'tokens', vocabulary: 17, width: 16
        positions 'positions'
        residual {
            layerNorm()
            attention 'att', heads: 2, causal: true
        }
        residual {
            layerNorm()
            dense 'up', units: 32, activation: 'gelu'
            dense 'down', units: 16
        }
        layerNorm()
        dense 'out', units: 17
    }

    phase('train') {
        train steps(steps)
        loss 'cross-entropy'
        optimizer 'adamw', weightDecay: 0.01
        learningRate 1e-3
        clip norm: 1.0
        accumulate 2
        average decay: 0.9

        sparsify {
            layers 'up', 'down', 'att.*'
            sparsity 0.8
            update every: steps(40), until: percent(75)
            replace 0.2
            prune 'magnitude'
            grow 'gradient'
        }
    }

    export 'safetensors', to: 'model.safetensors'
    report 'flops'
}
