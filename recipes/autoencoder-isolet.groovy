// A network that must pass 617 numbers through 40, and so finds out what matters in them.

recipe('autoencoder-isolet') {
    describe 'An autoencoder on spoken letters (Hinton and Salakhutdinov, Science, 2006).'
    seed 42

    data {
        source 'isolet'
        split test: 0.2
        prepare 'standardize'
        prepare 'reconstruct'
        batch 64
    }

    model {
        input 617
        dense 'in', units: 200, activation: 'elu'
        dense 'code', units: 40
        dense 'open', units: 200, activation: 'elu'
        dense 'out', units: 617
    }

    phase('train') {
        train epochs(60)
        loss 'squared-error'
        optimizer 'adam'
        learningRate 'cosine', from: 2e-3, to: 0, warmup: epochs(2)
    }

    expect {
        meanSquaredError below: 0.35, on: 'test'
    }

    export 'safetensors', to: 'model.safetensors'
    report 'mean-squared-error'
}
