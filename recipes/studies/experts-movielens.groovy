// Ratings of films by mixtures of sixteen experts behind three kinds of gate, beside matrix factorisation.
//
//     ./espalier study recipes/studies/experts-movielens.groovy

study('experts-movielens') {
    describe 'Mixtures of 16 experts on the small MovieLens ratings, and matrix factorisation.'

    runs 'moe-movielens', 'moe-hash-movielens', 'moe-comet-movielens', 'moe-comet-search-movielens',
            'matrix-factorisation-movielens'
    seeds 1, 2, 3

    expect {
        // A trained gate beats a fixed one, smooth trees the largest logits, a search none.
        meanSquaredError of: 'moe-movielens', below: 'moe-hash-movielens', by: 0
        meanSquaredError of: 'moe-comet-movielens', below: 'moe-movielens', by: 0
        meanSquaredError of: 'moe-comet-search-movielens', below: 'moe-comet-movielens', by: 0
    }
}
