// Filters that a penalty sets to zero are cut away, with what their biases add moved on. A fork from the middle of the first
// phase decides which scales go; the main line pulls them to zero and cuts them. What is left trains on, sparse and under
// rules, learns from the network it was cut out of while its last weight is two narrow ones, and is merged and cut again at the
// end. The branch that is cut sees a second stream of examples, and forgets a class of it.
recipe('chain') {
    seed 15

    data {
        source 'strokes', train: 600, test: 200
        prepare 'standardize'
        split validation: 0.1
        batch 32
    }

    data('forget') {
        source 'strokes', train: 600, test: 200
        prepare 'standardize'
        classes only: 3
        batch 12
    }

    checkpoint every: steps(10), keep: 3

    model {
        input 28, 28, 1
        conv 'conv1', filters: 6, kernel: 5, stride: 2, activation: 'relu'
        conv 'conv2', filters: 8, kernel: 3, stride: 2
        batchNorm 'bn', activation: 'relu'
        flatten()
        dense 'fc1', units: 48, activation: 'relu'
        dense 'out', units: 10
    }

    phase('choose') {
        train epochs(2)
        loss 'cross-entropy'
        optimizer 'sgd', momentum: 0.9
        learningRate 0.02
        regularize 'wgsef', weights: ['conv1', 'fc1'], groups: 'filter', strength: 2, keep: 0.5, of: 'layer'
    }

    phase('fork') {
        start from: 'choose', at: steps(25)
        train epochs(1)
        loss 'cross-entropy'
        optimizer 'sgd', momentum: 0.9
        learningRate 0.02
        regularize 'l1', scales: 'bn', strength: 0.1, by: 'gradient'
    }

    apply 'average', of: ['choose', 'fork']
    apply 'recalibrate', batches: 5
    select 'smallest', mask: 'stay', scales: 'bn', share: 0.3

    phase('pull') {
        start from: 'choose'
        train epochs(1)
        loss 'cross-entropy'
        loss 'cross-entropy', on: 'forget', weight: linear(from: -0.1, to: 0.1)
        optimizer 'sgd', momentum: 0.9
        learningRate 0.02
        regularize 'l1', scales: 'bn', strength: 5, outside: 'stay'
    }

    apply 'shrink', mask: 'stay'
    apply 'shrink'

    repeat(2) { round ->
        phase("tune-$round") {
            train epochs(1)
            loss 'cross-entropy'
            optimizer 'adam'
            learningRate 1e-3 / round
            rule 'weight-noise', deviation: 0.005
            rule 'centre-gradient', layers: 'fc*'
            rule 'max-norm', layers: 'fc1'
            rule 'plateau', patience: 0, factor: 0.5

            sparsify {
                layers 'fc1'
                sparsity 0.7 + 0.05 * round
                update every: steps(9)
                replace 0.3
                prune 'magnitude'
                grow 'gradient'
            }
        }
    }

    apply 'factorise', energy: 0.9, layers: 'out'

    phase('distil') {
        teacher from: 'choose'
        train epochs(2)
        loss 'distillation', temperature: 3, weight: 0.6
        optimizer 'sgd', momentum: 0.9
        learningRate 0.01
        rule 'sam'
        sparsify {
            layers 'fc1'
            sparsity 0.8
        }
    }

    apply 'merge'
    apply 'shrink', below: 0.05, layers: ['fc*', 'conv2']

    export 'safetensors', to: 'model.safetensors'
    report 'accuracy', 'sparsity-by-layer', 'flops'
}
