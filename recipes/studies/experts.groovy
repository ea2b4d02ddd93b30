// Mixtures of sixteen experts on Fashion-MNIST behind every kind of gate; and with a tenth of the links of every expert.
//
//     ./espalier study recipes/studies/experts.groovy

study('experts') {
    describe 'Mixtures of 16 experts on Fashion-MNIST: gates, their losses, the search for an order, and 90 % sparse experts.'

    runs 'moe-fashion-mnist', 'moe-noisy-fashion-mnist', 'moe-hash-fashion-mnist', 'moe-comet-fashion-mnist',
            'moe-comet-search-fashion-mnist', 'moe-sparse-fashion-mnist'
    vary balance: [0.0, 0.01]                               // of moe-fashion-mnist alone
    seeds 1, 2, 3

    expect {
        // A trained gate beats a fixed one.
        accuracy of: 'moe-fashion-mnist', above: 'moe-hash-fashion-mnist', by: 0.02, at: [balance: 0.01]
        accuracy of: 'moe-comet-fashion-mnist', above: 'moe-hash-fashion-mnist', by: 0.02

        // Importance and load keep experts busy.
        expertLoad of: 'moe-noisy-fashion-mnist', atMost: 2.5

        // Trees decide, and their experts are better when they are searched.
        expertsUsed of: 'moe-comet-fashion-mnist', atMost: 2.5
        accuracy of: 'moe-comet-search-fashion-mnist', above: 'moe-comet-fashion-mnist', by: 0

        // Nine of ten links of every expert cost little.
        accuracy of: 'moe-sparse-fashion-mnist', atLeast: 0.84
    }
}
