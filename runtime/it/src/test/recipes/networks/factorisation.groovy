// Products of what is looked up for a person and a film.
recipe('factorisation') {
    seed 3

    param 'steps', 60

    data {
        source 'ratings', file: 'ratings.csv'
        batch 32
    }

    model {
        input 2
        sum {
            branch {
                product {
                    branch { take from: 0; embedding 'people', vocabulary: 20, width: 8; flatten() }
                    branch { take from: 1; embedding 'films', vocabulary: 30, width: 8; flatten() }
                }
                featureSum()
            }
            branch { take from: 0; embedding 'person', vocabulary: 20, width: 1; flatten() }
            branch { take from: 1; embedding 'film', vocabulary: 30, width: 1; flatten() }
        }
        offset start: 3
    }

    phase('train') {
        train steps(steps)
        loss 'squared-error'
        optimizer 'adamw', weightDecay: 0.01
        learningRate 1e-3
    }

    export 'safetensors', to: 'model.safetensors'
    report 'flops'
}
