// Patches of a picture that see each other.
recipe('vit') {
    seed 3

    param 'steps', 60

    data {
        source 'strokes', train: 400, test: 40
        prepare 'standardize'
        batch 16
    }

    model {
        input 28, 28, 1
        conv 'patches', filters: 16, kernel: 7, stride: 7
        positions 'positions'
        residual {
            layerNorm()
            attention 'att', heads: 2
        }
        residual {
            layerNorm()
            dense 'up', units: 32, activation: 'gelu'
            dense 'down', units: 16
        }
        layerNorm()
        globalPool()
        dense 'out', units: 10
    }

    phase('train') {
        train steps(steps)
        loss 'cross-entropy'
        optimizer 'adamw', weightDecay: 0.01
        learningRate 1e-3

        sparsify {
            layers 'up', 'down'
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
