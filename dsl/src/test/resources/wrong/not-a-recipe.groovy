pipeline('x') {
    seed 42
}
