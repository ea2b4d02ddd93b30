// Dense, with Adam and a constant learning rate; a few seconds, no download.
recipe('smoke-dense') {
    seed 7

    data {
        source 'strokes', train: 2000, test: 500
        prepare 'standardize'
        split validation: 0.1
        batch 64
    }

    model {
        input 28, 28, 1
        flatten()
        dense 'fc1', units: 128, activation: 'relu'
        dense 'fc2', units: 64, activation: 'relu'
        dense 'out', units: 10
    }

    phase('train') {
        train epochs(3)
        loss 'cross-entropy'
        optimizer 'adam'
        learningRate 1e-3
    }

    expect {
        accuracy above: 0.3, on: 'test'
    }

    export 'safetensors', to: 'model.safetensors'
    export 'onnx', to: 'model.onnx'
    report 'loss', 'accuracy', 'flops'
}
