// What links fetch may have 8 significant bits instead of 24: the same seeds, links and steps, once in floats and once rounded.
//
//     ./espalier study recipes/studies/mixed.groovy

study('mixed') {
    describe "RigL on Fashion-MNIST, 784-1024-1024-10, 10 epochs, with precision 'float' and 'mixed'."

    runs 'rigl-fashion-mnist', 'rigl-mixed-fashion-mnist'
    vary sparsity: [0.80, 0.90, 0.95]
    seeds 1, 2, 3

    expect {
        accuracy of: 'rigl-mixed-fashion-mnist', above: 'rigl-fashion-mnist', by: -0.003
    }
}
