recipe('experts') {
    data {
        source 'strokes'
    }
    model {
        input 4
        experts('moe', cuont: 8) {
            gate 'top-k', routs: 2
            dense 'a', units: 4
            flatten()
        }
        experts('two', count: 4) {
            dense 'b', units: 4
        }
        experts('three', count: 0) {
            gate 'top-k'
        }
        gate 'top-k'
    }
    phase('train') {
        train epochs(1)
        loss 'cross-entropy'
        optimizer 'sgd'
        learningRate 'constant', value: 0.1
    }
}
