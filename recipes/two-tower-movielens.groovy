// Two networks, one for people and one for films; a rating is the scalar product of what they give.

recipe('two-tower-movielens') {
    describe 'A two-tower recommender (Covington, Adams and Sargin, RecSys 2016) on the small MovieLens ratings.'
    seed 42

    data {
        source 'movielens'
        batch 256
    }

    model {
        input 2                                              // the numbers of a person and a film
        product {
            branch {
                take from: 0
                embedding 'people', vocabulary: 610, width: 32
                flatten()
                dense 'person-1', units: 64, activation: 'relu'
                dense 'person-2', units: 32
            }
            branch {
                take from: 1
                embedding 'films', vocabulary: 9724, width: 32
                flatten()
                dense 'film-1', units: 64, activation: 'relu'
                dense 'film-2', units: 32
            }
        }
        featureSum()
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
