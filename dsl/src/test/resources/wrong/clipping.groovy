recipe('wrong') {
    data {
        source 'fashion-mnist'
    }

    model {
        input 28, 28, 1
        flatten()
        dense 'out', units: 10
    }

    phase('nothing') {
        train epochs(1)
        loss 'cross-entropy'
        optimizer 'sgd'
        learningRate 0.1
        clip 1.0
    }

    phase('both') {
        train epochs(1)
        loss 'cross-entropy'
        optimizer 'sgd'
        learningRate 0.1
        clip norm: 1.0, value: 0.5
    }

    phase('out-of-range') {
        train epochs(1)
        loss 'cross-entropy'
        optimizer 'sgd'
        learningRate 0.1
        clip norm: 0
    }

    phase('schedule-out-of-range') {
        train epochs(1)
        loss 'cross-entropy'
        optimizer 'sgd'
        learningRate 0.1
        clip value: linear(from: 1, to: 0)
    }

    phase('type') {
        train epochs(1)
        loss 'cross-entropy'
        optimizer 'sgd'
        learningRate 0.1
        clip norm: 'small'
        clip norm: 1
    }

    phase('option') {
        train epochs(1)
        loss 'cross-entropy'
        optimizer 'sgd'
        learningRate 0.1
        clip nrm: 1.0
        clipp norm: 1.0
    }
}
