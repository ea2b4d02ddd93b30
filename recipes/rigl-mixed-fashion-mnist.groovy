// As rigl-fashion-mnist, with links that fetch values rounded to bfloat16.
//
//     ./espalier run recipes/rigl-mixed-fashion-mnist.groovy --set sparsity=0.98

recipe('rigl-mixed-fashion-mnist') {
    describe 'RigL (Evci et al., 2020) in mixed precision: what links fetch from planes has 8 significant bits.'
    seed 42

    param 'sparsity', 0.90

    data {
        source 'fashion-mnist'
        prepare 'standardize'
        batch 128
    }

    model {
        input 28, 28, 1
        flatten()
        dense 'fc1', units: 1024, activation: 'relu'
        dense 'fc2', units: 1024, activation: 'relu'
        dense 'out', units: 10
    }

    phase('train') {
        train epochs(10)
        loss 'cross-entropy'
        optimizer 'sgd', momentum: 0.9, weightDecay: 5e-4
        learningRate 'cosine', from: 0.1, to: 0, warmup: epochs(1)

        sparsify {
            layers 'fc*'
            sparsity sparsity
            distribute 'erk'
            pattern 'unstructured'
            start 'random'
            precision 'mixed'
            update every: steps(100), until: percent(75)
            replace 'cosine', from: 0.3, to: 0
            prune 'magnitude'
            grow 'gradient'
        }
    }

    expect {
        accuracy above: 0.875, on: 'test'
        sparsity of: 'fc*', atLeast: sparsity
    }

    export 'safetensors', to: 'model.safetensors'
    report 'accuracy', 'sparsity-by-layer', 'flops', 'exploration'
}
