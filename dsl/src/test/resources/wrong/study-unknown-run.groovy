study('claims') {
    runs 'empty-recipee', 'my-rigl'
    seeds 1, 2, 2
    expect {
        accuracy of: 'my-riggl', above: 0.9
    }
}
