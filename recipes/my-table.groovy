// A table of your own: a CSV with a row for each example, the last column what is to be learnt.
//
//     ./espalier run recipes/my-table.groovy
//     ./espalier run recipes/my-table.groovy --set file=/home/me/flats.csv --set columns=7 --set outputs=2
//
// my-table.csv holds made-up leaves of three trees: length, width, stem (cm) and the number of teeth.

recipe('my-table') {
    describe 'A small sparse network on a table.'
    seed 42

    param 'file', 'my-table.csv'    // beside this recipe, or a full path
    param 'columns', 4              // without the one to be learnt
    param 'outputs', 3              // how many classes the last column has

    data {
        source 'csv', file: file
        prepare 'standardize'       // every column to mean 0 and deviation 1
        split test: 0.25            // a table has no test set of its own
        batch 16
    }

    model {
        input columns
        dense 'fc1', units: 64, activation: 'relu'
        dense 'fc2', units: 64, activation: 'relu'
        dense 'out', units: outputs
    }

    phase('train') {
        train epochs(30)
        loss 'cross-entropy'
        optimizer 'adamw', weightDecay: 0.01
        learningRate 'cosine', from: 0.005, to: 0

        sparsify {
            layers 'fc2'
            sparsity 0.80
            update every: steps(20), until: percent(75)
            replace 0.2
            prune 'magnitude'
            grow 'gradient'
        }
    }

    expect {
        accuracy above: 0.90, on: 'test'
    }

    report 'accuracy', 'sparsity-by-layer'
}
