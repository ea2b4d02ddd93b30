package org.espalier.core.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.espalier.api.EspalierException;
import org.espalier.api.border.ImportedModel;
import org.espalier.api.border.TensorFiles;
import org.espalier.api.border.TensorView;
import org.espalier.core.json.Json;

/**
 * Safetensors: the length of the header as a 64-bit number with the lowest byte first, the header as JSON padded with
 * spaces to a multiple of 8 bytes, then the values one after the other. Equal tensors and metadata give equal bytes.
 */
public final class SafetensorsFiles implements TensorFiles {
    static final String METADATA = "__metadata__";
    static final int ALIGNMENT = 8;
    private static final int CHUNK = 1 << 20;

    @Override
    public void write(Path file, List<TensorView> tensors, Map<String, String> metadata) {
        List<StoredArray> arrays = SparseLayout.arrays(tensors);
        Map<String, String> text = new TreeMap<>(metadata);
        SparseLayout.shapes(tensors).forEach((key, shape) -> {
            if (text.put(key, shape) != null) {
                throw new IllegalArgumentException(
                        "the metadata entry " + key + " is taken by a sparse tensor's shape");
            }
        });
        WholeFile.write(file, channel -> writeArrays(channel, arrays, text));
    }

    /** Writes arrays as they are to an open file. */
    public static void writeArrays(FileChannel channel, List<StoredArray> arrays, Map<String, String> metadata)
            throws IOException {
        byte[] header = header(arrays, metadata);
        ByteBuffer start = ByteBuffer.allocate(Long.BYTES + header.length).order(ByteOrder.LITTLE_ENDIAN);
        drain(start.putLong(header.length).put(header), channel);
        ByteBuffer chunk = ByteBuffer.allocate(CHUNK).order(ByteOrder.LITTLE_ENDIAN);
        for (StoredArray array : arrays) {
            writeValues(array, chunk, channel);
        }
    }

    /**
     * Reads a file's arrays as they are, in the order of the file.
     *
     * @throws EspalierException as {@link #read}
     */
    public static List<StoredArray> readArrays(Path file) {
        return new SafetensorsReader(file).readArrays();
    }

    /**
     * Reads a file of dense and sparse tensors.
     *
     * @throws EspalierException when it is missing, cut off or damaged, or holds a type other than F32 and I32; the
     *     message names the byte
     */
    public StoredTensors read(Path file) {
        return new SafetensorsReader(file).read();
    }

    @Override
    public ImportedModel open(Path file) throws IOException {
        return OpenSafetensors.of(file);
    }

    private static byte[] header(List<StoredArray> arrays, Map<String, String> metadata) {
        Map<String, Object> members = new LinkedHashMap<>();
        if (!metadata.isEmpty()) {
            members.put(METADATA, metadata);
        }
        long begin = 0;
        for (StoredArray array : arrays) {
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("dtype", array.type());
            entry.put("shape", Arrays.stream(array.shape()).boxed().toList());
            entry.put("data_offsets", List.of(begin, begin + array.bytes()));
            begin += array.bytes();
            if (members.put(array.name(), entry) != null) {
                throw new IllegalArgumentException("two tensors would be stored as " + array.name());
            }
        }
        byte[] json = Json.of(members).compact().getBytes(StandardCharsets.UTF_8);
        byte[] padded = Arrays.copyOf(json, (json.length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT);
        Arrays.fill(padded, json.length, padded.length, (byte) ' ');
        return padded;
    }

    private static void writeValues(StoredArray array, ByteBuffer chunk, FileChannel channel) throws IOException {
        int perChunk = CHUNK / StoredArray.ELEMENT;
        for (int from = 0; from < array.length(); from += perChunk) {
            array.copyTo(chunk.clear(), from, Math.min(perChunk, array.length() - from));
            drain(chunk, channel);
        }
    }

    private static void drain(ByteBuffer buffer, FileChannel channel) throws IOException {
        buffer.flip();
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }
}
