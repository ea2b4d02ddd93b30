package org.espalier.plugins.data.weights;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Writes files as {@code torch.save} does, in its old form and as a zip. */
final class TorchBytes {
    private final ByteArrayOutputStream pickle = new ByteArrayOutputStream();
    private final Map<String, byte[]> storages = new LinkedHashMap<>();
    private final Map<String, Integer> counts = new LinkedHashMap<>();

    TorchBytes() {
        code(0x80, 2);
    }

    /** A dictionary of tensors, in one sentence: its names and their tensors follow until {@link #end}. */
    TorchBytes table() {
        return name("collections", "OrderedDict").code(')', 'R', '(');
    }

    TorchBytes end() {
        return code('u');
    }

    TorchBytes code(int... bytes) {
        for (int b : bytes) {
            pickle.write(b);
        }
        return this;
    }

    TorchBytes name(String module, String name) {
        pickle.writeBytes(("c" + module + "\n" + name + "\n").getBytes(StandardCharsets.US_ASCII));
        return this;
    }

    TorchBytes text(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        code('X', bytes.length, bytes.length >> 8, 0, 0);
        pickle.writeBytes(bytes);
        return this;
    }

    TorchBytes whole(int value) {
        return code('J', value, value >> 8, value >> 16, value >> 24);
    }

    private TorchBytes wholes(List<Integer> values) {
        code('(');
        values.forEach(this::whole);
        return code('t');
    }

    /** A tensor of floats in row order, with a storage of its own. */
    TorchBytes floats(List<Integer> shape, float... values) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        String key = Integer.toString(storages.size());
        return storage("FloatStorage", key, values.length, bytes.array()).tensor(shape, strides(shape), 0);
    }

    private static List<Integer> strides(List<Integer> shape) {
        Integer[] strides = new Integer[shape.size()];
        int stride = 1;
        for (int d = shape.size() - 1; d >= 0; d--) {
            strides[d] = stride;
            stride *= shape.get(d);
        }
        return List.of(strides);
    }

    /** Begins a tensor with its storage. */
    TorchBytes storage(String type, String key, int count, byte[] content) {
        storages.put(key, content);
        counts.put(key, count);
        return name("torch._utils", "_rebuild_tensor_v2")
                .code('(', '(')
                .text("storage")
                .name("torch", type)
                .text(key)
                .text("cpu")
                .whole(count)
                .code('t', 'Q');
    }

    /** Ends a tensor with what it shows of its storage. */
    TorchBytes tensor(List<Integer> shape, List<Integer> strides, int first) {
        return whole(first)
                .wholes(shape)
                .wholes(strides)
                .code(0x89)
                .name("collections", "OrderedDict")
                .code(')', 'R', 't', 'R');
    }

    byte[] legacy() {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.writeBytes(HexFormat.of().parseHex("80028a0a6cfc9c46f9206aa850192e"));
        file.writeBytes(HexFormat.of().parseHex("80024de9032e"));
        file.writeBytes(new TorchBytes()
                .code('}', '(')
                .text("little_endian")
                .code(0x88, 'u', '.')
                .pickle
                .toByteArray());
        file.writeBytes(pickle.toByteArray());
        file.write('.');
        TorchBytes keys = new TorchBytes().code(']', '(');
        storages.keySet().forEach(keys::text);
        file.writeBytes(keys.code('e', '.').pickle.toByteArray());
        storages.forEach((key, content) -> {
            file.writeBytes(ByteBuffer.allocate(8)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putLong(counts.getOrDefault(key, 0))
                    .array());
            file.writeBytes(content);
        });
        return file.toByteArray();
    }

    byte[] zip() throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        whole.writeBytes(pickle.toByteArray());
        whole.write('.');
        entries.put("archive/data.pkl", whole.toByteArray());
        storages.forEach((key, content) -> entries.put("archive/data/" + key, content));
        entries.put("archive/version", "3\n".getBytes(StandardCharsets.US_ASCII));
        return zip(entries);
    }

    static byte[] zip(Map<String, byte[]> entries) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                ZipEntry header = new ZipEntry(entry.getKey());
                CRC32 sum = new CRC32();
                sum.update(entry.getValue());
                header.setMethod(ZipEntry.STORED);
                header.setSize(entry.getValue().length);
                header.setCrc(sum.getValue());
                zip.putNextEntry(header);
                zip.write(entry.getValue());
            }
        }
        return bytes.toByteArray();
    }
}
