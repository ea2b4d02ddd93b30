// What is left of LeNet-5 when half, or three quarters, of the filters of each convolution go: those the group sparse envelope
// made zero (Refael et al., 2022), those group lasso made smallest, and those that are smallest without a penalty.
//
//     ./espalier study recipes/studies/wgsef.groovy

study('wgsef') {
    describe 'Half and a quarter of the filters of LeNet-5: WGSEF, group lasso, and plain magnitude.'

    runs 'wgsef-lenet-5-fashion-mnist', 'group-lasso-lenet-5-fashion-mnist', 'filter-norm-lenet-5-fashion-mnist'
    vary keep: [0.5, 0.25]
    vary epochs: [4]
    seeds 1, 2, 3

    expect {
        accuracy of: 'wgsef-lenet-5-fashion-mnist', above: 'group-lasso-lenet-5-fashion-mnist', by: 0, at: [keep: 0.25]
        accuracy of: 'wgsef-lenet-5-fashion-mnist', above: 'filter-norm-lenet-5-fashion-mnist', by: 0, at: [keep: 0.25]
    }
}
