// Mixtures of experts behind each kind of gate, one after the other; a few seconds, no download.
recipe('smoke-gates') {
    seed 7

    data {
        source 'strokes', train: 1000, test: 500
        prepare 'standardize'
        batch 50
    }

    model {
        input 28, 28, 1
        flatten()
        experts('hashed', count: 3) {
            gate 'hash'
            dense 'first', units: 32, activation: 'relu'
        }
        experts('noisy', count: 4) {
            gate 'noisy-top-k', routes: 2, balanceOver: 'step', importance: 0.01, load: 0.01, zLoss: 0.001,
                    capacity: 1.5, evaluationCapacity: 1.25
            dense 'second', units: 32, activation: 'relu'
        }
        experts('trees', count: 5) {
            gate 'comet', trees: 2, width: 2, search: 10, searchNoise: 0.001
            dense 'third', units: 32, activation: 'relu'
        }
        experts('digits', count: 4) {
            gate 'dselect-k', selectors: 2, width: 2
            dense 'fourth', units: 32, activation: 'relu'
        }
        dense 'out', units: 10
    }

    phase('train') {
        train epochs(6)
        loss 'cross-entropy'
        optimizer 'sgd', momentum: 0.9
        learningRate 'cosine', from: 0.03, to: 0
    }

    expect {
        accuracy above: 0.3, on: 'test'
        expertsUsed below: 4, on: 'test'
        routesDropped below: 0.5, on: 'test'
    }

    export 'safetensors', to: 'model.safetensors'
    report 'accuracy', 'activations', 'expert-load'
}
