recipe('wrong') {
    data {
        source 'fashion-mnist'
    }

    model {
        input 28, 28, 1
        conv 'conv1', filters: 6, kernel: 5
        batchNorm 'bn1', activation: 'relu'
        conv 'conv2', filters: 6, kernel: 5
        flatten()
        dense 'out', units: 10
    }

    phase('train') {
        train epochs(1)
        loss 'cross-entropy'
        optimizer 'sgd'
        learningRate 0.1
        regularize 'group-lasso', weights: 'conv*', groups: 'filter', strength: 1e-3
        regularize 'l1', weights: 'conv*', strength: 1e-4, by: 'gradient'
        regularize 'l1', scales: 'bn1', strength: 1e-4
        regularize 'l1', weights: ['out', 'conv2'], strength: 1e-4
    }

    phase('again') {
        train epochs(1)
        loss 'cross-entropy'
        optimizer 'sgd'
        learningRate 0.1
        regularize 'l1', weights: 'conv2', strength: 1e-4
    }
}
