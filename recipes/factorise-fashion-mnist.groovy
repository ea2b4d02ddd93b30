// Trained layers become two narrow ones each, which go on training: fewer links and less arithmetic.
//
//     ./espalier plan recipes/factorise-fashion-mnist.groovy
//     ./espalier run recipes/factorise-fashion-mnist.groovy --set rank=8

recipe('factorise-fashion-mnist') {
    describe 'Low rank by singular values (Denton et al., NIPS 2014), and training in that form.'
    seed 42

    param 'rank', 16

    data {
        source 'fashion-mnist'
        prepare 'standardize'
        batch 128
    }

    model {
        input 28, 28, 1
        flatten()
        dense 'fc1', units: 300, activation: 'relu'
        dense 'fc2', units: 100, activation: 'relu'
        dense 'out', units: 10
    }

    phase('whole') {
        train epochs(2)
        loss 'cross-entropy'
        optimizer 'sgd', momentum: 0.9, weightDecay: 5e-4
        learningRate 'cosine', from: 0.05, to: 0
    }

    apply 'factorise', rank: rank, layers: 'fc*'

    phase('narrow') {
        train epochs(1)
        loss 'cross-entropy'
        optimizer 'sgd', momentum: 0.9, weightDecay: 5e-4
        learningRate 'cosine', from: 0.01, to: 0
    }

    expect {
        accuracy above: 0.8, on: 'test'
    }

    export 'safetensors', to: 'model.safetensors'
    report 'accuracy', 'sparsity-by-layer', 'flops'
}
