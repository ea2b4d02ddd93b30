// A residual network of batch-normalised convolutions on a fifth of CIFAR-10, with four of five links of its convolutions gone
// from the first step. RigL is told here what it costs.
//
//     ./espalier study recipes/studies/residual-networks.groovy

study('residual-networks') {
    describe 'ResNet-20 on 10000 pictures of CIFAR-10 for 10 epochs, dense and 80 % sparse by RigL with ERK.'

    runs 'resnet-cifar10', 'resnet-rigl-cifar10'
    vary length: [10]       // epochs; the recipes themselves take three times as long
    seeds 1, 2, 3

    expect {
        accuracy of: 'resnet-cifar10', atLeast: 0.60
        accuracy of: 'resnet-rigl-cifar10', above: 'resnet-cifar10', by: -0.03
    }
}
