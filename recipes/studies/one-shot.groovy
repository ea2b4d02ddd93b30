// The claim of Wanda and SparseGPT: a trained network loses more of what it knows when links go by their weights alone than when
// they go by what comes into them as well, and least when the links that stay make up for the others.
//
//     ./espalier study recipes/studies/one-shot.groovy

study('one-shot') {
    describe 'A trained network pruned at once, with nothing trained after it.'

    runs 'prune-fashion-mnist', 'wanda-fashion-mnist', 'sparse-gpt-fashion-mnist'
    vary sparsity: [0.5, 0.8]
    seeds 1, 2, 3

    expect {
        accuracy of: 'wanda-fashion-mnist', above: 'prune-fashion-mnist', by: 0.01, at: [sparsity: 0.8]
        accuracy of: 'sparse-gpt-fashion-mnist', above: 'wanda-fashion-mnist', by: 0.01, at: [sparsity: 0.8]
    }
}
