// Five ways to 90 % and 98 % sparse, each against a masked dense reference of the same setting: 90.2 dense; static 89.4,
// SET 89.5, RigL 89.6 and GMP 90.0 at 90 %; 88.1, 88.3, 88.4 and 89.5 at 98 %. Each may be 0.4 points below it.
//
//     ./espalier study recipes/studies/fashion-mnist-accuracy.groovy

study('fashion-mnist-accuracy') {
    describe 'Dense, static, SET, RigL and GMP on Fashion-MNIST, 784-1024-1024-10, 10 epochs.'

    runs 'dense-fashion-mnist',
            'static-erk-fashion-mnist',
            'set-fashion-mnist',
            'rigl-fashion-mnist',
            'gmp-fashion-mnist'
    vary sparsity: [0.90, 0.98]
    seeds 1, 2, 3

    expect {
        accuracy of: 'dense-fashion-mnist', atLeast: 0.902 - 0.004

        accuracy of: 'static-erk-fashion-mnist', atLeast: 0.894 - 0.004, at: [sparsity: 0.90]
        accuracy of: 'set-fashion-mnist', atLeast: 0.895 - 0.004, at: [sparsity: 0.90]
        accuracy of: 'rigl-fashion-mnist', atLeast: 0.896 - 0.004, at: [sparsity: 0.90]
        accuracy of: 'gmp-fashion-mnist', atLeast: 0.900 - 0.004, at: [sparsity: 0.90]

        accuracy of: 'static-erk-fashion-mnist', atLeast: 0.881 - 0.004, at: [sparsity: 0.98]
        accuracy of: 'set-fashion-mnist', atLeast: 0.883 - 0.004, at: [sparsity: 0.98]
        accuracy of: 'rigl-fashion-mnist', atLeast: 0.884 - 0.004, at: [sparsity: 0.98]
        accuracy of: 'gmp-fashion-mnist', atLeast: 0.895 - 0.004, at: [sparsity: 0.98]
    }
}
