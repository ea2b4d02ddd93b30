// A trained network pruned at once: by its weights alone, by what comes into them as well (Wanda), and with the links that stay
// making up for the others (SparseGPT). The claim is SparseGPT's.
//
//     ./espalier study recipes/studies/one-shot.groovy

study('one-shot') {
    describe 'A trained network pruned at once, with nothing trained after it.'

    runs 'prune-fashion-mnist', 'wanda-fashion-mnist', 'sparse-gpt-fashion-mnist'
    vary sparsity: [0.8]
    seeds 1, 2, 3

    expect {
        accuracy of: 'sparse-gpt-fashion-mnist', above: 'prune-fashion-mnist', by: 0.01, at: [sparsity: 0.8]
    }
}
