// A mixture of experts of which each picture sees two, dense and with a tenth of the links of every expert.
//
//     ./espalier study recipes/studies/experts.groovy

study('experts') {
    describe 'A mixture of 8 experts on Fashion-MNIST, dense and 90 % sparse.'

    runs 'moe-fashion-mnist', 'moe-sparse-fashion-mnist'
    seeds 1, 2, 3

    expect {
        accuracy of: 'moe-fashion-mnist', atLeast: 0.87
        accuracy of: 'moe-sparse-fashion-mnist', atLeast: 0.86
    }
}
