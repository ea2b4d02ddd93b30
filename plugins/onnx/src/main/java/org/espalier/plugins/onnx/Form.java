package org.espalier.plugins.onnx;

/** The order of the sizes of a value with several positions. */
enum Form {
    /** {@code [N, features, positions]}; of a picture {@code [N, features, height, width]}. */
    FEATURES_FIRST,
    /** {@code [N, positions, features]}; the positions of a picture row by row. */
    FEATURES_LAST;

    /** The other one. */
    Form other() {
        return this == FEATURES_FIRST ? FEATURES_LAST : FEATURES_FIRST;
    }
}
