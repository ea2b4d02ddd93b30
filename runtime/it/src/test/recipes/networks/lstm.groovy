// Characters one after the other.
recipe('lstm') {
    seed 3

    param 'steps', 60

    data {
        source 'text', file: 'verse.txt', context: 12, stride: 1
        batch 16
    }

    model {
        input 12
        embedding 'tokens', vocabulary: 17, width: 12
        lstm 'cell1', units: 16
        lstm 'cell2', units: 16
        dense 'out', units: 17
    }

    phase('train') {
        train steps(steps)
        loss 'cross-entropy'
        optimizer 'adamw', weightDecay: 0.01
        learningRate 1e-3
        clip norm: 1.0

        sparsify {
            layers 'cell*'
            sparsity 0.7
            update every: steps(40), until: percent(75)
            replace 0.2
            prune 'magnitude'
            grow 'gradient'
        }
    }

    export 'safetensors', to: 'model.safetensors'
    report 'flops'
}
