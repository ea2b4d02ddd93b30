// The claim of RigL: moving links beats a fixed random mask, the more the sparser.
//
//     ./espalier study recipes/studies/rigl-beats-static.groovy

study('rigl-beats-static') {
    describe 'RigL against a static random mask, both with the links ERK gives each layer.'

    runs 'static-erk-fashion-mnist', 'rigl-fashion-mnist'
    vary sparsity: [0.90, 0.98]
    seeds 1, 2, 3

    expect {
        accuracy of: 'rigl-fashion-mnist', above: 'static-erk-fashion-mnist', by: 0.001, at: [sparsity: 0.98]
    }
}
