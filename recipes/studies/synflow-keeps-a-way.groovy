// The claim of SynFlow: in rounds that conserve the flow no layer is cut through, where one look at the gradients leaves layers
// that nothing comes through.
//
//     ./espalier study recipes/studies/synflow-keeps-a-way.groovy

study('synflow-keeps-a-way') {
    describe 'SynFlow against SNIP before the first step, on a network of seven layers.'

    runs 'snip-deep-fashion-mnist', 'synflow-deep-fashion-mnist'
    vary sparsity: [0.997]
    seeds 1, 2, 3

    expect {
        accuracy of: 'synflow-deep-fashion-mnist', above: 'snip-deep-fashion-mnist', by: 0.2, at: [sparsity: 0.997]
    }
}
