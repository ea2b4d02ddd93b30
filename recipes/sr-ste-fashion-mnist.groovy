// In every group of eight inputs one link, chosen anew every step among dense values.
//
//     ./espalier run recipes/sr-ste-fashion-mnist.groovy
//     ./espalier run recipes/sr-ste-fashion-mnist.groovy --set n=2 --set m=4

recipe('sr-ste-fashion-mnist') {
    describe 'N:M sparsity from scratch (Zhou et al., 2021): latent weights, and a pull to zero on those that are not seen.'
    seed 42

    param 'n', 1
    param 'm', 8
    param 'decay', 2e-4          // 0: the straight-through estimator alone
    param 'every', 1

    data {
        source 'fashion-mnist'
        prepare 'standardize'
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
        train epochs(10)
        loss 'cross-entropy'
        optimizer 'sgd', momentum: 0.9, weightDecay: 5e-4
        learningRate 'cosine', from: 0.1, to: 0, warmup: epochs(1)

        sparsify {
            layers 'fc*'
            sparsity 1 - n / m            // what the pattern makes of a weight
            distribute 'uniform'
            pattern 'n-m', n: n, m: m
            storage 'latent', decay: decay
            update every: steps(every)
            prune 'magnitude'
        }
    }

    expect {
        accuracy above: 0.87, on: 'test'
    }

    export 'safetensors', to: 'model.safetensors'
    export 'n-m', n: n, m: m, to: 'model.npz'
    report 'accuracy', 'sparsity-by-layer', 'flops', 'exploration'
}
