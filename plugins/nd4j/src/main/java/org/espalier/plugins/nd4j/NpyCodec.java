package org.espalier.plugins.nd4j;

/** Turns arrays into the bytes of npy files and back. */
public interface NpyCodec {
    /** The array of an npy file whose header has been checked. */
    NpyArray decode(byte[] npy);

    /**
     * An npy file of 32-bit floats.
     *
     * @param values {@code [product of shape]}
     */
    byte[] encode(int[] shape, float[] values);

    /**
     * An npy file of 32-bit whole numbers.
     *
     * @param values {@code [product of shape]}
     */
    byte[] encode(int[] shape, int[] values);
}
