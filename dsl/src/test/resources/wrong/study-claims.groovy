study('claims') {
    runs 'right/right'
    vary sparsity: [0.9, 0.98], sparsty: [0.5]
    expect {
        accuracy above: 0.9
        accuracy of: 'right/right', above: 0.9, by: 0.1, at: [sparsity: 0.95, width: 3]
        acuracy of: 'right/right', above: 0.9
    }
}
