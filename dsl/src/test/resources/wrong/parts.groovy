recipe('parts') {
    data {
        source 'strokes'
    }
    model {
        input 28, 28, 1
        conv 'c1', filters: 4, activation: topK(shere: 0.1), init: 'kaimng'
        conv 'c2', filters: 4, activation: topK(share: 2, of: 'rleu'), init: 3
        flatten()
        dense 'a', units: 4, activation: topp(share: 0.1), init: normal(deviation: -1)
        dense 'b', units: 4, adapt: lora(rank: 0), activation: 'rleu'
        dense 'c', units: 4, adapt: 'lora', init: lora(rank: 2)
        dense 'd', units: 4, adapt: true, activation: 'top-k'
    }
    phase('train') {
        train epochs(1)
        loss 'cross-entropy'
        optimizer 'sgd'
        learningRate 'constant', value: 0.1
        rate of: 'b.adapt.*', times: 2
        rate of: 'b.adpt', times: 0
    }
}
