recipe('weights') {
    data { source 'cifar10' }
    model {
        input 32, 32, 3
        conv 'conv1', filters: 16
        globalPool()
        dense 'out', units: 10
    }
    phase('one') {
        weights 'pytorhc', file: 'a.pt'
        weights 'pytorch', entri: 'net'
        weights 'pytorch', file: 'a.pt', only: 'conv2', except: ['out', 'fc*']
        weights 'pytorch', file: 'a.pt', rename: ['layer*.conv*': 'conv*']
        weights 'pytorch', file: 'a.pt', rename: 'conv1'
        weights 'pytorch', file: 7, rename: ['a': 1]
        train epochs(1)
        loss 'cross-entropy'
        optimizer 'sgd', momentum: [first: 0.5]
        learningRate 0.1
    }
    apply 'shrink'
    phase('two') {
        weights 'pytorch', file: 'a.pt'
        train epochs(1)
        loss 'cross-entropy'
        optimizer 'sgd', from: 'one'
        learningRate 0.1
    }
}
