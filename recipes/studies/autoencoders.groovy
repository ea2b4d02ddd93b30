// An autoencoder keeps most of what it can say when nine of ten links are missing from the first step.
//
//     ./espalier study recipes/studies/autoencoders.groovy

study('autoencoders') {
    describe 'Autoencoders of spoken letters (Isolet), dense and 90 % sparse by RigL.'

    runs 'autoencoder-isolet', 'autoencoder-rigl-isolet'
    seeds 1, 2, 3

    expect {
        meanSquaredError of: 'autoencoder-isolet', atMost: 0.35
        meanSquaredError of: 'autoencoder-rigl-isolet', atMost: 0.45
    }
}
