recipe('wrong') {
    data {
        source 'fashion-mnist'
    }

    model {
        input 28, 28, 1
        conv 'conv1', filters: 6, kernel: 5
        flatten()
        dense 'out', units: 10
    }

    phase('base') {
        start from: 'base'
        train epochs(2)
        loss 'cross-entropy'
        optimizer 'sgd'
        learningRate 0.1
    }

    phase('fork') {
        start from: 'bsae', at: epochs(1)
        train epochs(1)
        loss 'cross-entropy'
        optimizer 'sgd'
        learningRate 0.1
    }

    phase('taught') {
        teacher from: 'late'
        train epochs(1)
        loss 'distillation', weight: 2
        optimizer 'sgd'
        learningRate 0.1
    }

    phase('late') {
        start from: 'base', at: epochs(3)
        train epochs(1)
        loss 'cross-entropy'
        optimizer 'sgd'
        learningRate 0.1
    }

    apply 'shrink'

    phase('small') {
        start from: 'base'
        train epochs(1)
        loss 'cross-entropy'
        optimizer 'sgd'
        learningRate 0.1
    }
}
