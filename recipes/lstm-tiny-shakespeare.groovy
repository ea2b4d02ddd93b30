// A language model of two LSTM layers on the characters of Shakespeare's plays.
//
//     ./espalier run recipes/lstm-tiny-shakespeare.groovy

recipe('lstm-tiny-shakespeare') {
    describe 'Two LSTM layers (Hochreiter and Schmidhuber, 1997), character by character, dense.'
    seed 42

    param 'units', 128
    param 'context', 64
    param 'steps', 2000

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
    }

    expect {
        accuracy above: 0.46, on: 'test'
    }

    export 'safetensors', to: 'model.safetensors'
    report 'accuracy', 'flops'
}
