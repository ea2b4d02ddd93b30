recipe('wrong') {
    data { source 'fashion-mnist' }
    data('forget') {
        source 'fashion-mnist'
        classes only: [3], except: [4]
    }
    data { source 'fashion-mnist' }
    data('other', 'name') {
        source 'fashion-mnist'
        classes only: epochs(3)
        classes()
    }
    data(3) { source 'fashion-mnist' }

    model {
        input 28, 28, 1
        flatten()
        dense 'out', units: 10
    }

    phase('train') {
        train epochs(1)
        loss 'cross-entropy'
        loss 'squared-error'
        loss 'cross-entropy', on: 3
        loss 'cross-entropy', on: 'forget', wieght: -1
        optimizer 'sgd'
        learningRate 0.1
    }

    phase('tune') {
        train epochs(1)
        loss 'cross-entropy', on: 'forget'
        optimizer 'sgd'
        learningRate 0.1
    }
}
