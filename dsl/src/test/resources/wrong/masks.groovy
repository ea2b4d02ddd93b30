recipe('wrong') {
    data {
        source 'fashion-mnist'
    }

    model {
        input 28, 28, 1
        conv 'conv1', filters: 6, kernel: 5
        batchNorm 'bn1', activation: 'relu'
        flatten()
        dense 'out', units: 10
    }

    select 'smallest', mask: 'early', weights: 'conv*', share: 0.5

    phase('train') {
        train epochs(1)
        loss 'cross-entropy'
        optimizer 'sgd'
        learningRate 0.1
        regularize 'l1', scales: 'bn1', strength: 1e-4, outside: 'choose'
        regularize 'l1', weights: 'conv1', strength: 1e-4, outside: 'early'
        freeze 'early'
        freeze 'erly'
    }

    select 'smallest', mask: 'choose', scales: 'bn1', weights: 'conv1', share: 0.5
    select 'smallest', mask: 'choose', weights: 'conv2', groups: 'filter-shape', share: 0.5
    select 'smallest', weights: 'conv1', share: 1.5
    select 'smallest', mask: 'links', weights: 'conv1', groups: 'weight', share: 0.5
    select 'smalest', mask: 'other', weights: 'conv1', share: 0.5
    apply 'shrink', mask: 'links'
    apply 'shrink', mask: 'chose'
    apply 'shrink', mask: 'choose', layers: 'conv1'
}
