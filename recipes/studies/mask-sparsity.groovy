// Whether channels that were chosen should be pulled to zero before they are cut (Jiang et al., 2021): three ways to take half
// of the channels out of a small batch-normalised network, with as many epochs each.
//
//     ./espalier study recipes/studies/mask-sparsity.groovy

study('mask-sparsity') {
    describe 'Half of the channels cut: MaskSparsity, network slimming, and filters with the smallest norms.'

    runs 'mask-sparsity-cifar10', 'slimming-cifar10', 'filter-norm-cifar10'
    seeds 1, 2, 3

    expect {
        accuracy of: 'mask-sparsity-cifar10', above: 'slimming-cifar10', by: 0.002
        accuracy of: 'mask-sparsity-cifar10', above: 'filter-norm-cifar10', by: 0.002
    }
}
