// Papers that cite each other: 120 of 3327 have a label, the links say the rest.

recipe('gcn-citeseer') {
    describe 'A graph convolutional network (Kipf and Welling, ICLR 2017) on Citeseer.'
    seed 42

    data {
        source 'planetoid', graph: 'citeseer'
        batch 3327                        // a paper sees its neighbours, so a step has all of them
    }

    model {
        input 3703
        dropout rate: 0.5
        graphConvolution 'gc1', units: 16, activation: 'relu'
        dropout rate: 0.5
        graphConvolution 'gc2', units: 6
    }

    phase('train') {
        train epochs(200)
        loss 'cross-entropy'
        optimizer 'adam', weightDecay: 5e-4
        learningRate 'constant', value: 0.01
        decay of: 'gc2', times: 0         // only the first layer decays, as in the paper
    }

    expect {
        accuracy above: 0.69, on: 'test'
    }

    export 'safetensors', to: 'model.safetensors'
    report 'accuracy'
}
