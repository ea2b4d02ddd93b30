// Ratings of films by two kinds of recommender.
//
//     ./espalier study recipes/studies/recommenders.groovy

study('recommenders') {
    describe 'Matrix factorisation and two towers on the small MovieLens ratings.'

    runs 'matrix-factorisation-movielens', 'two-tower-movielens'
    seeds 1, 2, 3

    expect {
        meanSquaredError of: 'matrix-factorisation-movielens', atMost: 0.85
        meanSquaredError of: 'two-tower-movielens', atMost: 0.88
    }
}
