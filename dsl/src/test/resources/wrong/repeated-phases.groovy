recipe('wrong') {
    data {
        source 'fashion-mnist'
    }

    model {
        input 28, 28, 1
        flatten()
        repeat(2) { i -> dense 'fc', units: 30 }
        dense 'out', units: 10
    }

    repeat(3) { round ->
        phase('tune') {
            start from: "tune-${round - 1}"
            train epochs(1)
            loss 'cross-entropy'
            optimizer 'sgd'
            learningRate 0.1
        }
        select 'smallest', mask: 'stay', weights: 'fc', share: 0.5
        apply 'average', of: ["tune-$round", 'tune']
    }
}
