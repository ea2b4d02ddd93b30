// A graph convolutional network labels papers by the papers they cite: 81.5 % on Cora and 70.3 % on Citeseer in the paper.
//
//     ./espalier study recipes/studies/graphs.groovy

study('graphs') {
    describe 'Graph convolutional networks (Kipf and Welling, ICLR 2017) on Cora and Citeseer.'

    runs 'gcn-cora', 'gcn-citeseer'
    seeds 1, 2, 3

    expect {
        accuracy of: 'gcn-cora', atLeast: 0.805
        accuracy of: 'gcn-citeseer', atLeast: 0.69
    }
}
