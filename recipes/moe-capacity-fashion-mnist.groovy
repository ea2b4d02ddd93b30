// Sixteen experts with room for a quarter more than their even share: a picture that comes too late is not seen by that expert.

recipe('moe-capacity-fashion-mnist') {
    describe 'A mixture of 16 experts of 32 units with a capacity of 1.25 in training and 2 after it (Fedus et al., Switch Transformers, JMLR 2022).'
    seed 42
    param 'capacity', 1.25

    data {
        source 'fashion-mnist'
        prepare 'standardize'
        batch 128
    }

    model {
        input 28, 28, 1
        flatten()
        experts('moe', count: 16) {
            gate 'top-k', routes: 2, balance: 0.01, capacity: capacity, evaluationCapacity: 2
            dense 'up', units: 32, activation: 'relu'
        }
        dense 'out', units: 10
    }

    phase('train') {
        train epochs(2)
        loss 'cross-entropy'
        optimizer 'sgd', momentum: 0.9, weightDecay: 1e-4
        learningRate 'cosine', from: 0.1, to: 0, warmup: percent(10)
    }

    expect {
        accuracy above: 0.84, on: 'test'
        expertLoad below: 2.5, on: 'test'                    // what sees more than twice its share drops it
        routesDropped below: 0.1, on: 'test'
    }

    export 'safetensors', to: 'model.safetensors'
    report 'accuracy', 'flops', 'expert-load', 'routes-dropped'
}
