// The network of mlp.groovy while links move: every second step three of ten links go and as many come at random places.
//
//     ./espalier run recipes/scale/set.groovy --set width=3_333_333

recipe('scale-set') {
    describe 'SET on a network whose size is its links: 10 million hidden units have 100 million.'
    seed 1

    param 'width', 33_333       // units of each of the three hidden layers
    param 'links', 10           // links for each hidden unit, over all layers
    param 'steps', 100

    data {
        source 'strokes', train: 6400, test: 320
        prepare 'standardize'
        batch 32
    }

    model {
        input 28, 28, 1
        flatten()
        dense 'fc1', units: width, activation: 'relu'
        dense 'fc2', units: width, activation: 'relu'
        dense 'fc3', units: width, activation: 'relu'
        dense 'out', units: 10
    }

    phase('train') {
        train steps(steps)
        loss 'cross-entropy'
        optimizer 'sgd', momentum: 0.9
        learningRate 30 / width

        sparsify {
            layers 'fc*', 'out'
            sparsity 1 - 3 * links / (784 + 2 * width + 10)
            distribute 'er'
            pattern 'unstructured'
            start 'random'
            update every: steps(2), until: percent(75)
            replace 0.3
            prune 'set-sign'
            grow 'random'
        }
    }
}
