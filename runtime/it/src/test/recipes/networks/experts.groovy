// Every example goes to two of six experts, whose weights are sparse.
recipe('experts') {
    seed 3

    param 'steps', 60

    data {
        source 'strokes', train: 400, test: 40
        prepare 'standardize'
        batch 16
    }

    model {
        input 28, 28, 1
        flatten()
        experts('moe', count: 6) {
            gate 'top-k', routes: 2, balance: 0.01
            dense 'up', units: 24, activation: 'relu'
        }
        dense 'out', units: 10
    }

    phase('train') {
        train steps(steps)
        loss 'cross-entropy'
        optimizer 'sgd', momentum: 0.9, weightDecay: 1e-4
        learningRate 0.01

        sparsify {
            layers 'moe.*.up'
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
