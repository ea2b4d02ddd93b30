// The autoencoder on spoken letters, sparse.

recipe('autoencoder-rigl-isolet') {
    describe 'The autoencoder on spoken letters with 90 % of its links gone from the first step (RigL).'
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
        learningRate 'cosine', from: 4e-3, to: 0, warmup: epochs(2)

        sparsify {
            layers '*'
            sparsity 0.9
            distribute 'erk'
            pattern 'unstructured'
            start 'random'
            update every: steps(50), until: percent(75)
            replace 'cosine', from: 0.3, to: 0
            prune 'magnitude'
            grow 'gradient'
        }
    }

    expect {
        meanSquaredError below: 0.45, on: 'test'
        sparsity atLeast: 0.9
    }

    export 'safetensors', to: 'model.safetensors'
    report 'mean-squared-error', 'sparsity-by-layer'
}
