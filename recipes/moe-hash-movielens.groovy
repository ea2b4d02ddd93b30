// Ratings by sixteen experts; a hash of what is known of a person and a film names the one that judges.

recipe('moe-hash-movielens') {
    describe 'A mixture of 16 experts on the small MovieLens ratings behind a hash (Roller et al., NeurIPS 2021).'
    seed 42

    data {
        source 'movielens'
        batch 256
    }

    model {
        input 2                                              // the numbers of a person and a film
        sum {
            branch {
                concat {
                    branch { take from: 0; embedding 'people', vocabulary: 610, width: 16; flatten() }
                    branch { take from: 1; embedding 'films', vocabulary: 9724, width: 16; flatten() }
                }
                experts('moe', count: 16) {
                    gate 'hash', bits: 8
                    dense 'up', units: 16, activation: 'relu'
                }
                dense 'rating', units: 1
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
    report 'mean-squared-error', 'expert-load'
}
