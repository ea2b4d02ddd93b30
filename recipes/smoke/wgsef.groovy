// The group sparse envelope on the units of a layer, group lasso on the channels of a convolution, slimming of its scales:
// penalties after the optimizer and in the gradient; a few seconds, no download.
recipe('smoke-wgsef') {
    seed 7

    data {
        source 'strokes', train: 1000, test: 500
        prepare 'standardize'
        batch 50
    }

    model {
        input 28, 28, 1
        conv 'conv1', filters: 8, kernel: 5, stride: 2, bias: false
        batchNorm 'bn1', activation: 'relu'
        maxPool size: 2
        flatten()
        dense 'fc1', units: 32, activation: 'relu'
        dense 'out', units: 10
    }

    phase('train') {
        train epochs(8)
        loss 'cross-entropy'
        optimizer 'sgd', momentum: 0.5
        learningRate 0.05
        regularize 'wgsef', weights: 'fc1', groups: 'neuron', strength: 0.3, keep: 0.5
        regularize 'group-lasso', weights: 'conv1', groups: 'channel', strength: linear(from: 0, to: 1e-3), every: steps(2)
        regularize 'l1', scales: 'bn1', strength: 1e-3, by: 'gradient'
    }

    expect {
        accuracy above: 0.3, on: 'test'
        filters of: 'fc1', atMost: 24
    }

    export 'safetensors', to: 'model.safetensors'
    report 'accuracy'
}
