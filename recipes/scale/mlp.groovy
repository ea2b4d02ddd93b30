// Three hidden layers as wide as asked for, about ten links for each of their units: docs/results/scale.md.
//
//     ./espalier run recipes/scale/mlp.groovy --set width=3_333_333

recipe('scale-mlp') {
    describe 'A sparse network whose size is its links: 10 million hidden units have 100 million.'
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

        // 3 · width · links of (784 + 2 · width + 10) · width positions; 'er' gives a layer as many as inputs and outputs ask for.
        sparsify {
            layers 'fc*', 'out'
            sparsity 1 - 3 * links / (784 + 2 * width + 10)
            distribute 'er'
            pattern 'unstructured'
            start 'random'
        }
    }
}
