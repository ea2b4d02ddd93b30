package org.espalier.plugins.data;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Writes pickles as Python 2 does. */
final class PickleBytes {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    PickleBytes() {
        code(0x80, 2);
    }

    /** Writes instructions or bytes. */
    PickleBytes code(int... bytes) {
        for (int b : bytes) {
            out.write(b);
        }
        return this;
    }

    PickleBytes name(String module, String name) {
        out.writeBytes(("c" + module + "\n" + name + "\n").getBytes(StandardCharsets.ISO_8859_1));
        return this;
    }

    PickleBytes string(String text) {
        code('U', text.length());
        out.writeBytes(text.getBytes(StandardCharsets.ISO_8859_1));
        return this;
    }

    PickleBytes whole(int value) {
        return code('J', value, value >> 8, value >> 16, value >> 24);
    }

    PickleBytes floats(float... values) {
        ByteBuffer content = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        content.asFloatBuffer().put(values);
        return array("f4", content.array(), values.length);
    }

    PickleBytes wholes(int... values) {
        return wholes(List.of(values.length), values);
    }

    PickleBytes wholes(List<Integer> shape, int... values) {
        ByteBuffer content = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        content.asIntBuffer().put(values);
        return array("i4", content.array(), shape.stream().mapToInt(i -> i).toArray());
    }

    private PickleBytes array(String type, byte[] content, int... shape) {
        name("numpy.core.multiarray", "_reconstruct").name("numpy", "ndarray");
        whole(0).code(0x85).string("b").code(0x87, 'R', 'q', 3, '(').whole(1).code('(');
        for (int size : shape) {
            whole(size);
        }
        code('t').name("numpy", "dtype").string(type).whole(0).whole(1).code(0x87, 'R', 'r', 4, 1, 0, 0);
        code('(')
                .whole(3)
                .string("<")
                .code('N', 'N', 'N')
                .whole(-1)
                .whole(-1)
                .whole(0)
                .code('t', 'b', 0x89, 'T');
        code(content.length, content.length >> 8, content.length >> 16, content.length >> 24);
        out.writeBytes(content);
        return code('t', 'b');
    }

    /** A sparse matrix. */
    PickleBytes matrix(int rows, int columns, int[] starts, int[] positions, float[] values) {
        name("scipy.sparse.csr", "csr_matrix").code(')', 0x81, 'q', 1, '}', '(');
        string("_shape").whole(rows).whole(columns).code(0x86);
        string("indptr").wholes(starts);
        string("indices").wholes(positions);
        string("data").floats(values);
        return code('u', 'b');
    }

    /** Lists of neighbours, those of node 0 first. */
    PickleBytes graph(List<List<Integer>> neighbours) {
        name("collections", "defaultdict").name("__builtin__", "list").code(0x85, 'R', '(');
        for (int node = 0; node < neighbours.size(); node++) {
            whole(node).code(']', '(');
            neighbours.get(node).forEach(this::whole);
            code('e');
        }
        return code('u');
    }

    byte[] done() {
        return code('.').out.toByteArray();
    }
}
