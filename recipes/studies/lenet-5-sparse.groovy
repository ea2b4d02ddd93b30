// A small convolutional network loses little when nine of ten links are missing from the first step. It has 61470 links in
// all, so that the sparse one must do with 6900; it is given three times the epochs, and is done sooner.
//
//     ./espalier study recipes/studies/lenet-5-sparse.groovy

study('lenet-5-sparse') {
    describe 'LeNet-5 on Fashion-MNIST, dense and 90 % sparse by RigL with ERK.'

    runs 'lenet-5-fashion-mnist', 'lenet-5-rigl-fashion-mnist'
    seeds 1, 2, 3

    expect {
        accuracy of: 'lenet-5-fashion-mnist', atLeast: 0.908
        accuracy of: 'lenet-5-rigl-fashion-mnist', above: 'lenet-5-fashion-mnist', by: -0.01
    }
}
