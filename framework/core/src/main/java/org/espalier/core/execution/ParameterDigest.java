package org.espalier.core.execution;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.espalier.api.border.TensorView;

/** SHA-256 over names, shapes, links and values: two runs that did the same have the same digest. */
public final class ParameterDigest {
    private static final int PIECE = 1 << 14;

    private final MessageDigest digest;
    private final ByteBuffer buffer = ByteBuffer.allocate(4 * PIECE).order(ByteOrder.LITTLE_ENDIAN);

    private ParameterDigest() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** 64 lower-case hexadecimal digits. */
    public static String of(List<TensorView> parameters) {
        ParameterDigest d = new ParameterDigest();
        for (TensorView parameter : parameters) {
            d.digest.update(parameter.name().getBytes(StandardCharsets.UTF_8));
            d.ints(parameter.shape());
            switch (parameter) {
                case TensorView.Dense dense -> d.floats(dense.values());
                case TensorView.Sparse sparse -> {
                    d.ints(sparse.rowStarts());
                    d.ints(sparse.columns());
                    d.floats(sparse.values());
                }
            }
        }
        return HexFormat.of().formatHex(d.digest.digest());
    }

    private void ints(int[] values) {
        for (int from = 0; from < values.length; from += PIECE) {
            int count = Math.min(PIECE, values.length - from);
            buffer.clear();
            buffer.asIntBuffer().put(values, from, count);
            digest.update(buffer.limit(4 * count));
        }
    }

    private void floats(float[] values) {
        for (int from = 0; from < values.length; from += PIECE) {
            int count = Math.min(PIECE, values.length - from);
            buffer.clear();
            buffer.asFloatBuffer().put(values, from, count);
            digest.update(buffer.limit(4 * count));
        }
    }
}
