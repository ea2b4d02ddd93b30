// Convolutions of one channel each and products at every position; means, and features left out at random.
recipe('mobilenet') {
    seed 3

    param 'steps', 60

    data {
        source 'strokes', train: 400, test: 40
        prepare 'standardize'
        batch 16
    }

    model {
        input 28, 28, 1
        conv 'conv1', filters: 8, stride: 2, padding: -1, bias: false
        batchNorm activation: 'relu'
        conv 'depth1', filters: 8, groups: 8, padding: -1, bias: false
        batchNorm activation: 'relu'
        conv 'point1', filters: 12, kernel: 1, bias: false
        batchNorm activation: 'relu'
        averagePool size: 2
        conv 'depth2', filters: 12, groups: 12, stride: 2, padding: -1, bias: false
        batchNorm activation: 'relu'
        conv 'point2', filters: 16, kernel: 1, bias: false
        batchNorm activation: 'relu'
        globalPool()
        dropout rate: 0.2
        dense 'out', units: 10
    }

    phase('train') {
        train steps(steps)
        loss 'cross-entropy'
        optimizer 'sgd', momentum: 0.9, weightDecay: 1e-4
        learningRate 0.01

        sparsify {
            layers 'point*'
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
