// Pictures through a narrow place and back.
recipe('autoencoder') {
    seed 3

    param 'steps', 60

    data {
        source 'strokes', train: 400, test: 40
        prepare 'standardize'
        prepare 'reconstruct'
        batch 16
    }

    model {
        input 28, 28, 1
        flatten()
        dense 'in', units: 40, activation: 'elu'
        dense 'code', units: 12, activation: 'tanh'
        dense 'open', units: 40, activation: 'elu'
        dense 'out', units: 784
    }

    phase('train') {
        train steps(steps)
        loss 'squared-error'
        optimizer 'adamw', weightDecay: 0.01
        learningRate 1e-3

        sparsify {
            layers '*'
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
