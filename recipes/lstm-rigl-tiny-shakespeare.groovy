// A language model of two LSTM layers on the characters of Shakespeare's plays.
//
//     ./espalier run recipes/lstm-rigl-tiny-shakespeare.groovy
//     ./espalier run recipes/lstm-rigl-tiny-shakespeare.groovy --set sparsity=0.95

recipe('lstm-rigl-tiny-shakespeare') {
    describe 'Two LSTM layers (Hochreiter and Schmidhuber, 1997), character by character, all their weights 90 % sparse (RigL).'
    seed 42

    param 'units', 128
    param 'context', 64
    param 'steps', 2000
    param 'sparsity', 0.90

    data {
        source 'tiny-shakespeare', context: context, stride: 8
        batch 64
    }

    model {
        input context
        embedding 'tokens', vocabulary: 65, width: 64, init: 'lecun-normal'
        lstm 'lstm1', units: units
        lstm 'lstm2', units: units
        dense 'out', units: 65, init: 'lecun-normal'
    }

    phase('train') {
        train steps(steps)
        loss 'cross-entropy'
        optimizer 'adamw', weightDecay: 0.01
        learningRate 'cosine', from: 0.002, to: 0.0001, warmup: steps(100)
        clip norm: 1.0

        sparsify {
            layers 'lstm*'
            sparsity sparsity
            distribute 'uniform'
            start 'random'
            update every: steps(100), until: percent(75)
            replace 'cosine', from: 0.3, to: 0
            prune 'magnitude'
            grow 'gradient'
        }
    }

    expect {
        accuracy above: 0.42, on: 'test'
        sparsity of: 'lstm*', atLeast: sparsity
    }

    export 'safetensors', to: 'model.safetensors'
    report 'accuracy', 'sparsity-by-layer', 'flops'
}
