// GMP from a dense start with Adam, by an estimate of how much the loss needs a link; pictures that move, running
// statistics, dropout, two batches a step, clipped; penalties after the optimizer and in the gradient.
recipe('gmp') {
    seed 13

    data {
        source 'strokes', train: 1500, test: 300
        prepare 'standardize'
        prepare 'random-crop', padding: 2
        split validation: 0.1
        batch 32
    }

    checkpoint every: steps(10), keep: 3

    model {
        input 28, 28, 1
        flatten()
        dense 'fc1', units: 96, bias: false
        batchNorm 'bn1', activation: 'relu'
        dropout rate: 0.1
        dense 'fc2', units: 48, activation: 'relu'
        dense 'out', units: 10
    }

    phase('train') {
        train epochs(8)
        loss 'cross-entropy'
        optimizer 'adam'
        learningRate 'cosine', from: 2e-3, to: 0
        clip norm: 0.5
        accumulate 2
        rate of: 'fc1', times: 0.5
        regularize 'wgsef', weights: 'fc*', groups: 'neuron', strength: linear(from: 0, to: 0.01), keep: 0.8, every: steps(3)
        regularize 'l1', scales: 'bn1', strength: 1e-4, by: 'gradient'

        sparsify {
            layers 'fc*'
            sparsity 'cubic', from: 0, to: 0.90
            distribute 'uniform'
            pattern 'unstructured'
            start 'dense'
            update every: steps(11), from: percent(5), until: percent(80)
            prune 'saliency'
        }
    }

    export 'safetensors', to: 'model.safetensors'
    report 'accuracy', 'sparsity-by-layer', 'flops'
}
