recipe('wrong') {
    data { source 'fashion-mnist' }
    data('forget') { source 'fashion-mnst' }
    data('test') { source 'fashion-mnist' }
    repeat(2) { i -> data('again') { source 'fashion-mnist' } }

    model {
        input 28, 28, 1
        flatten()
        dense 'out', units: 10
    }

    phase('train') {
        train epochs(1)
        loss 'cross-entropy'
        loss 'cross-entropi', on: 'forget', weight: -1
        loss 'cross-entropy', on: 'forget', weight: 'much'
        loss 'cross-entropy', on: 'retain', smoothing: 2
        optimizer 'sgd'
        learningRate 0.1
    }

    expect {
        accuracy below: 0.2, on: 'forgt'
    }
}
