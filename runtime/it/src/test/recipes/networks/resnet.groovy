// Residual blocks with batch normalisation; one halves the picture.
recipe('resnet') {
    seed 3

    param 'steps', 60

    data {
        source 'strokes', train: 400, test: 40
        prepare 'standardize'
        batch 16
    }

    model {
        input 28, 28, 1
        conv 'conv1', filters: 4, stride: 2, padding: -1, bias: false
        batchNorm activation: 'relu'
        residual {
            conv 'a1', filters: 4, padding: -1, bias: false
            batchNorm activation: 'relu'
            conv 'a2', filters: 4, padding: -1, bias: false
            batchNorm()
        }
        activation of: 'relu'
        residual {
            conv 'b1', filters: 8, stride: 2, padding: -1, bias: false
            batchNorm activation: 'relu'
            conv 'b2', filters: 8, padding: -1, bias: false
            batchNorm()
            shortcut {
                conv 'b3', filters: 8, kernel: 1, stride: 2, bias: false
                batchNorm()
            }
        }
        activation of: 'relu'
        globalPool()
        dense 'out', units: 10
    }

    phase('train') {
        train steps(steps)
        loss 'cross-entropy'
        optimizer 'sgd', momentum: 0.9, weightDecay: 1e-4
        learningRate 0.01

        sparsify {
            layers 'a*', 'b*'
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
