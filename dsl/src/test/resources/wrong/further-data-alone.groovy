recipe('wrong') {
    data('forget') { source 'fashion-mnist' }

    model {
        input 28, 28, 1
        flatten()
        dense 'out', units: 10
    }

    phase('train') {
        train epochs(1)
        loss 'cross-entropy', on: 'forget'
        optimizer 'sgd'
        learningRate 0.1
    }
}
