recipe('empty') {
}
