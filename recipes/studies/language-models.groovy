// Small language models of characters, dense and with nine of ten links of their wide layers missing from the first step.
//
//     ./espalier study recipes/studies/language-models.groovy

study('language-models') {
    describe 'A GPT-2 and an LSTM on tiny Shakespeare, dense and 90 % sparse by RigL.'

    runs 'gpt-tiny-shakespeare', 'gpt-rigl-tiny-shakespeare', 'lstm-tiny-shakespeare', 'lstm-rigl-tiny-shakespeare'
    seeds 1, 2, 3

    expect {
        accuracy of: 'gpt-rigl-tiny-shakespeare', above: 'gpt-tiny-shakespeare', by: -0.03
        accuracy of: 'lstm-rigl-tiny-shakespeare', above: 'lstm-tiny-shakespeare', by: -0.03
    }
}
