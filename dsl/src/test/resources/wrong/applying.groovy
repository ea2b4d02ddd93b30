recipe('wrong') {
    data {
        source 'fashion-mnist'
    }

    model {
        input 28, 28, 1
        flatten()
        dense 'fc1', units: 30
        dense 'out', units: 10
    }

    apply 'shrink'

    phase('train') {
        train epochs(1)
        loss 'cross-entropy'
        optimizer 'sgd'
        learningRate 0.1
        apply 'shrink'
    }

    apply 'shrnk'
    apply
    apply 'shrink', below: 1
    apply 'shrink', below: 'small'
    apply 'shrink', layers: ['fc1', 3]
    apply 'shrink', mask: 'choose'
    apply 'recalibrate', batches: 0
    apply 'recalibrate', batches: 'all'
    apply 'recalibrate', batchs: 3, of: 'train'
    apply 'recalibate'
}
