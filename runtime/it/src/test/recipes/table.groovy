// A table beside the recipe, with a learning rate that leaps half-way: the run goes back to a checkpoint and on from there.
recipe('table') {
    seed 14

    data {
        source 'csv', file: '../../../../../recipes/my-table.csv'
        prepare 'standardize'
        split test: 0.25, validation: 0.1
        batch 16
    }

    checkpoint every: steps(13), keep: 2

    model {
        input 4
        dense 'fc1', units: 64, activation: 'relu'
        dense 'fc2', units: 64, activation: 'relu'
        dense 'out', units: 3
    }

    phase('train') {
        train epochs(20)
        loss 'cross-entropy'
        optimizer 'sgd', momentum: 0.9
        learningRate 'step', from: 0.05, at: [0.5], factor: 1e5
        onDivergence 'rollback', factor: 1e-4, times: 3

        sparsify {
            layers 'fc2'
            sparsity 0.80
            start 'random'
            update every: steps(20), until: percent(75)
            replace 0.2
            prune 'magnitude'
            grow 'gradient'
        }
    }

    export 'safetensors', to: 'model.safetensors'
    report 'accuracy', 'sparsity-by-layer'
}
