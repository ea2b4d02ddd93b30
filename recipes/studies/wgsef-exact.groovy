// Whether the group sparse envelope (Refael et al., 2022) leaves as many filters as it was asked for, whatever its strength: the
// number of links says how many filters each convolution has at the end, because what is zero is cut away.
//
//     ./espalier study recipes/studies/wgsef-exact.groovy

study('wgsef-exact') {
    describe 'Half of the filters of LeNet-5, asked for with three strengths.'

    runs 'wgsef-exact-lenet-5-fashion-mnist'
    vary keep: [0.5]
    vary strength: [3, 4, 6]
    seeds 1, 2, 3

    expect {
        accuracy of: 'wgsef-exact-lenet-5-fashion-mnist', above: 0.85
    }
}
