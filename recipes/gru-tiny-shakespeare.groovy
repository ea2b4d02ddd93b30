// A language model of two GRU layers on the characters of Shakespeare's plays.
//
//     ./espalier run recipes/gru-tiny-shakespeare.groovy

recipe('gru-tiny-shakespeare') {
    describe 'Two GRU layers (Cho et al., 2014), character by character, dense.'
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
        gru 'gru1', units: units
        gru 'gru2', units: units
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
        accuracy above: 0.50, on: 'test'
    }

    export 'safetensors', to: 'model.safetensors'
    report 'accuracy', 'flops'
}
