package org.espalier.core.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.espalier.api.EspalierException;
import org.espalier.api.border.ImportedModel;
import org.espalier.api.border.ImportedModel.PictureOrder;
import org.espalier.api.border.ImportedTensor;
import org.espalier.api.border.NumberType;
import org.espalier.api.border.TensorView;

/**
 * A safetensors file of anybody whose values are read when they are asked for.
 *
 * @param file it is
 * @param header of it
 */
record OpenSafetensors(Path file, SafetensorsHeader header) {
    /** Longer ones describe more tensors than any network here has. */
    private static final int LONGEST_HEADER = 1 << 23;

    /** What only the engine writes into the metadata. */
    private static final String OWN = "espalier.";

    /** Reads the header. */
    static ImportedModel of(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            return new OpenSafetensors(
                            file,
                            SafetensorsHeader.read(file, channel, LONGEST_HEADER, EnumSet.allOf(NumberType.class)))
                    .model();
        }
    }

    private ImportedModel model() {
        Map<String, ArrayEntry> entries = new LinkedHashMap<>();
        header.entries().forEach(entry -> entries.put(entry.name(), entry));
        Map<String, String> notes = new LinkedHashMap<>(header.metadata());
        List<ImportedTensor> tensors = new ArrayList<>();
        for (ArrayEntry entry : header.entries()) {
            String owner = SparseLayout.ownerOf(entry.name(), header.metadata());
            if (owner.isEmpty()) {
                List<Integer> shape = Arrays.stream(entry.shape()).boxed().toList();
                tensors.add(new ImportedTensor(entry.name(), shape, () -> dense(entry)));
            } else if (notes.remove(SparseLayout.shapeOf(owner)) != null) {
                tensors.add(sparse(owner, entries));
            }
        }
        return new ImportedModel(
                tensors,
                notes.keySet().stream().anyMatch(key -> key.startsWith(OWN))
                        ? PictureOrder.CHANNELS_LAST
                        : PictureOrder.CHANNELS_FIRST,
                notes);
    }

    private TensorView dense(ArrayEntry entry) throws IOException {
        ByteBuffer bytes = bytes(entry);
        NumberType type = entry.type();
        float[] values = new float[bytes.limit() / type.bytes()];
        for (int i = 0; i < values.length; i++) {
            values[i] = type.at(bytes, i);
        }
        return new TensorView.Dense(entry.name(), entry.shape(), values);
    }

    private ImportedTensor sparse(String owner, Map<String, ArrayEntry> entries) {
        List<ArrayEntry> parts = SparseLayout.partsOf(owner).stream()
                .filter(entries::containsKey)
                .map(entries::get)
                .toList();
        parts.forEach(part -> part.requireOneOf(SafetensorsReader.STORED, file));
        int[] shape = SparseLayout.shape(file.toString(), owner, header.metadata());
        return new ImportedTensor(owner, Arrays.stream(shape).boxed().toList(), () -> sparse(owner, parts));
    }

    private TensorView sparse(String owner, List<ArrayEntry> parts) throws IOException {
        List<StoredArray> arrays = new ArrayList<>();
        for (ArrayEntry part : parts) {
            ByteBuffer bytes = bytes(part);
            int count = bytes.limit() / StoredArray.ELEMENT;
            if (part.floats()) {
                float[] values = new float[count];
                bytes.asFloatBuffer().get(values);
                arrays.add(new StoredArray.Floats(part.name(), part.shape(), values));
            } else {
                int[] values = new int[count];
                bytes.asIntBuffer().get(values);
                arrays.add(new StoredArray.Ints(part.name(), part.shape(), values));
            }
        }
        return SparseLayout.sparse(file.toString(), owner, arrays, header.metadata());
    }

    private ByteBuffer bytes(ArrayEntry entry) throws IOException {
        long length = entry.end() - entry.begin();
        if (length > Integer.MAX_VALUE - 8) {
            throw new EspalierException(file + ": " + entry.name() + " has " + length + " bytes; at most "
                    + (Integer.MAX_VALUE - 8) + " are read.");
        }
        try (FileChannel channel = FileChannel.open(file)) {
            channel.position(header.dataStart() + entry.begin());
            return SafetensorsHeader.fill(channel, (int) length);
        }
    }
}
