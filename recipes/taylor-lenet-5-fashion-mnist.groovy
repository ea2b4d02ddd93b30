// Whole filters and units go, those whose removal changes the loss least.
//
//     ./espalier run recipes/taylor-lenet-5-fashion-mnist.groovy
//     ./espalier run recipes/taylor-lenet-5-fashion-mnist.groovy --set score=group-norm     # those with the smallest norm

recipe('taylor-lenet-5-fashion-mnist') {
    describe 'First-order Taylor importance (Molchanov et al., CVPR 2019) of the filters and units of LeNet-5, half of which stay.'
    seed 42

    param 'sparsity', 0.5
    param 'score', 'taylor'

    data {
        source 'fashion-mnist'
        prepare 'standardize'
        batch 128
    }

    model {
        input 28, 28, 1
        conv 'conv1', filters: 20, kernel: 5, activation: 'relu'
        maxPool size: 2
        conv 'conv2', filters: 50, kernel: 5, activation: 'relu'
        maxPool size: 2
        flatten()
        dense 'fc1', units: 200, activation: 'relu'
        dense 'out', units: 10
    }

    phase('train') {
        train epochs(4)
        loss 'cross-entropy'
        optimizer 'sgd', momentum: 0.9, weightDecay: 5e-4
        learningRate 'cosine', from: 0.05, to: 0, warmup: percent(5)

        sparsify {
            layers 'conv2', 'fc1'
            sparsity 'cubic', from: 0, to: sparsity
            distribute 'uniform'
            pattern 'row'
            storage 'latent'
            start 'dense'
            update every: steps(50), from: percent(20), until: percent(75)
            prune score
        }
    }

    expect {
        accuracy above: 0.87, on: 'test'
    }

    export 'safetensors', to: 'model.safetensors'
    report 'accuracy', 'sparsity-by-layer', 'flops'
}
