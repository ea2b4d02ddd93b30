// Characters with positions that turn: shared keys, gates, root mean squares.
recipe('llama') {
    seed 3

    param 'steps', 60

    data {
        source 'text', file: 'verse.txt', context: 12, stride: 1
        batch 16
    }

    model {
        input 12
        embedding 'tokens', vocabulary: 17, width: 16
        residual {
            rmsNorm()
            attention 'att', heads: 4, kvHeads: 2, causal: true, rotary: 10000, bias: false
        }
        residual {
            rmsNorm()
            gated 'ffn', units: 24, activation: 'silu'
            dense 'down', units: 16, bias: false
        }
        rmsNorm()
        dense 'out', units: 17, bias: false
    }

    phase('train') {
        train steps(steps)
        loss 'cross-entropy'
        optimizer 'adamw', weightDecay: 0.01
        learningRate 1e-3

        sparsify {
            layers 'ffn*', 'down'
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
