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
    apply 'recalibrate'
    apply 'merge'

    phase('train') {
        train epochs(1)
        loss 'cross-entropy'
        optimizer 'sgd'
        learningRate 0.1
    }

    apply 'shrnk'
    apply 'average', of: 'train'
    apply 'average', of: ['train', 'trian']
    apply 'shrink', below: 1, layers: 'cf1'
    apply 'merge', layers: 'cf1'
    apply 'wanda', sparsity: 0.5
    apply 'wanda', sparsity: 0.5, pattern: 0.5
    apply 'wanda', sparsity: 0.5, pattern: 'unstructred'
    apply 'wanda', sparsity: 0.5, pattern: nM(n: 2, k: 4)
}
