// Ratings as scalar products of what is known of people and of films.

recipe('matrix-factorisation-movielens') {
    describe 'Matrix factorisation with offsets (Koren, Bell and Volinsky, 2009) on the small MovieLens ratings.'
    seed 42

    data {
        source 'movielens'
        batch 256
    }

    model {
        input 2                                              // the numbers of a person and a film
        sum {
            branch {
                product {
                    branch { take from: 0; embedding 'people', vocabulary: 610, width: 32; flatten() }
                    branch { take from: 1; embedding 'films', vocabulary: 9724, width: 32; flatten() }
                }
                featureSum()
            }
            branch { take from: 0; embedding 'person-offset', vocabulary: 610, width: 1; flatten() }
            branch { take from: 1; embedding 'film-offset', vocabulary: 9724, width: 1; flatten() }
        }
        offset start: 3.5                                    // the mean of all ratings
    }

    phase('train') {
        train epochs(10)
        loss 'squared-error'
        optimizer 'adamw', weightDecay: 0.1
        learningRate 'cosine', from: 0.005, to: 0, warmup: epochs(1)
    }

    expect {
        meanSquaredError below: 0.85, on: 'test'
    }

    export 'safetensors', to: 'model.safetensors'
    report 'mean-squared-error'
}
