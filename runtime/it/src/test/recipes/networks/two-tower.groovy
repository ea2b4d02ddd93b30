// A small network for the person and one for the film.
recipe('two-tower') {
    seed 3

    param 'steps', 60

    data {
        source 'ratings', file: 'ratings.csv'
        batch 32
    }

    model {
        input 2
        product {
            branch {
                take from: 0
                embedding 'people', vocabulary: 20, width: 8
                flatten()
                dense 'person', units: 12, activation: 'softplus'
            }
            branch {
                take from: 1
                embedding 'films', vocabulary: 30, width: 8
                flatten()
                dense 'film', units: 12, activation: 'softplus'
            }
        }
        featureSum()
    }

    phase('train') {
        train steps(steps)
        loss 'squared-error'
        optimizer 'adamw', weightDecay: 0.01
        learningRate 1e-3

        sparsify {
            layers 'person', 'film'
            sparsity 0.5
            update every: steps(40), until: percent(75)
            replace 0.2
            prune 'magnitude'
            grow 'gradient'
        }
    }

    export 'safetensors', to: 'model.safetensors'
    report 'flops'
}
