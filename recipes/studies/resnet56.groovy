// A ResNet-56 that was trained elsewhere loses two fifths of the channels inside its blocks, four times in a row, and is trained
// a little each time: pulled to zero before each cut (MaskSparsity), asked for by the group sparse envelope (WGSEF), or cut at once
// by the norms of their filters. All see as many examples. Each run is measured after every cut and every training, so it is a
// curve. The file resnet56-4bfd9763.th of github.com/akamaster/pytorch_resnet_cifar10, pretrained_models, lies beside the
// recipes.
//
//     ./espalier study recipes/studies/resnet56.groovy

study('resnet56') {
    describe 'An imported ResNet-56 cut in rounds: MaskSparsity, WGSEF, and filters with the smallest norms.'

    runs 'resnet56-filter-norm-cifar10', 'resnet56-mask-sparsity-cifar10', 'resnet56-wgsef-cifar10'
    vary rounds: [4]
    seeds 42

    expect {
        accuracy of: 'resnet56-mask-sparsity-cifar10', above: 'resnet56-filter-norm-cifar10', by: 0
        accuracy of: 'resnet56-wgsef-cifar10', above: 'resnet56-filter-norm-cifar10', by: 0
    }
}
