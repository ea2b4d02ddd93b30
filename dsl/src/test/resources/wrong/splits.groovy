recipe('wrong') {
    data {
        source 'fashion-mnist'
        split stratified: true
    }
    data('other') {
        source 'fashion-mnist'
        split validation: 0.1, stratified: 'yes', stratifed: true
    }

    model {
        input 28, 28, 1
        flatten()
        dense 'out', units: 10
    }

    phase('train') {
        train epochs(1)
        loss 'cross-entropy'
        optimizer 'sgd'
        learningRate 0.1
    }
}
