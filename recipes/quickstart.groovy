// The first run: no download, under a minute.
//
//     ./espalier run recipes/quickstart.groovy
//     ./espalier run recipes/quickstart.groovy --set sparsity=0.95

recipe('quickstart') {
    describe 'RigL at 90 % on drawn strokes: sparse from the first step.'
    seed 42

    param 'sparsity', 0.90          // the share of zeros; change it with --set

    data {
        source 'strokes', train: 20_000     // generated 28x28 drawings of ten classes
        prepare 'standardize'
        split validation: 0.1       // held out to look at while training
        batch 128
    }

    model {
        input 28, 28, 1
        flatten()
        dense 'fc1', units: 256, activation: 'relu'
        dense 'fc2', units: 256, activation: 'relu'
        dense 'out', units: 10
    }

    phase('train') {
        train epochs(12)
        loss 'cross-entropy'
        optimizer 'sgd', momentum: 0.9, weightDecay: 5e-4
        learningRate 'cosine', from: 0.1, to: 0, warmup: percent(10)

        sparsify {
            layers 'fc*'            // fc1 and fc2; the last layer stays dense
            sparsity sparsity
            distribute 'erk'        // how the links are shared out among layers
            start 'random'
            update every: steps(100), until: percent(75)
            replace 'cosine', from: 0.3, to: 0
            prune 'magnitude'       // the smallest links go …
            grow 'gradient'         // … and those with the largest gradient come
        }
    }

    expect {
        accuracy above: 0.93, on: 'test'
        sparsity of: 'fc*', atLeast: sparsity
    }

    export 'safetensors', to: 'model.safetensors'
    report 'accuracy', 'sparsity-by-layer', 'flops', 'exploration'
}
