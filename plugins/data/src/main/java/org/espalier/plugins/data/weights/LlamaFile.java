package org.espalier.plugins.data.weights;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.espalier.api.EspalierException;
import org.espalier.api.border.ImportedModel;
import org.espalier.api.border.ImportedModel.PictureOrder;
import org.espalier.api.border.ImportedTensor;
import org.espalier.api.border.TensorView;

/**
 * A file of llama2.c (Karpathy, 2023): seven whole numbers of 32 bits that say the sizes, then floats of 32 bits, tensor after
 * tensor, the lowest byte first. Version 0 begins with the sizes; version 1 with {@code ak42}, the number 1, the sizes and
 * whether the table of tokens is the last product too, up to byte 256, and has its tensors in another order.
 */
final class LlamaFile {
    private static final int MAGIC = 0x616b3432;
    private static final int SIZES = 7;
    private static final int LONG_HEADER = 256;
    /** Far beyond what a file of 32-bit floats that anybody trained has, and products of three do not overflow. */
    private static final int LARGEST_SIZE = 1 << 20;

    private static final int MOST_LAYERS = 1000;

    private final Path path;
    private final long length;
    private final boolean sharedTable;
    private final Sizes sizes;
    private final List<ImportedTensor> tensors = new ArrayList<>();
    private long at;

    /** What the header says. */
    private record Sizes(int width, int hidden, int layers, int heads, int keyHeads, int vocabulary, int context) {
        int headWidth() {
            return width / heads;
        }

        int keyWidth() {
            return headWidth() * keyHeads;
        }
    }

    /**
     * Reads the header and lays out the tensors.
     *
     * @throws EspalierException when it is cut off, damaged or of another format
     */
    LlamaFile(Path path) throws IOException {
        this.path = path;
        try (FileChannel file = FileChannel.open(path)) {
            this.length = file.size();
            ByteBuffer header = read(file, 0, (int) Math.min(length, LONG_HEADER));
            boolean versioned = header.remaining() >= LONG_HEADER && header.getInt(0) == MAGIC;
            if (versioned && header.getInt(Integer.BYTES) != 1) {
                throw new EspalierException(path + " has version " + header.getInt(Integer.BYTES)
                        + " of the format (byte 4); 0 and 1, whose numbers are floats of 32 bits, are read.");
            }
            int first = versioned ? 2 * Integer.BYTES : 0;
            int last = first + (SIZES - 2) * Integer.BYTES;
            this.sharedTable = versioned
                    ? header.get(first + SIZES * Integer.BYTES) == 1
                    : header.remaining() >= last + Integer.BYTES && header.getInt(last) > 0;
            this.sizes = sizes(header, first);
            this.at = versioned ? LONG_HEADER : SIZES * (long) Integer.BYTES;
            if (versioned) {
                layOut();
            } else {
                layOutOld();
            }
        }
        if (at != length) {
            throw new EspalierException(path + " has " + length + " bytes; with the sizes of its header " + sizes
                    + " it should have " + at + ".");
        }
    }

    private Sizes sizes(ByteBuffer header, int first) {
        if (header.remaining() < first + SIZES * Integer.BYTES) {
            throw new EspalierException(
                    path + " ends at byte " + length + ", within the sizes with which files of llama2.c begin.");
        }
        int[] read = new int[SIZES];
        for (int i = 0; i < SIZES; i++) {
            // Version 0 says by a negative vocabulary that the last product has a weight of its own.
            int size = header.getInt(first + i * Integer.BYTES);
            read[i] = i == SIZES - 2 && first == 0 && size < 0 && size > Integer.MIN_VALUE ? -size : size;
            if (read[i] < 1 || read[i] > LARGEST_SIZE) {
                throw new EspalierException(path + " is no file of llama2.c: byte " + (first + i * Integer.BYTES)
                        + " says a size of " + read[i] + "; sizes are from 1 to " + LARGEST_SIZE + ".");
            }
        }
        Sizes sizes = new Sizes(read[0], read[1], read[2], read[3], read[4], read[5], read[6]);
        if (sizes.layers() > MOST_LAYERS) {
            throw new EspalierException(path + " is no file of llama2.c: byte " + (first + 2 * Integer.BYTES) + " says "
                    + sizes.layers() + " layers; at most " + MOST_LAYERS + " are read.");
        }
        if (sizes.width() % sizes.heads() != 0 || sizes.headWidth() % 2 != 0 || sizes.heads() % sizes.keyHeads() != 0) {
            throw new EspalierException(path + " is no file of llama2.c: its width of " + sizes.width() + ", "
                    + sizes.heads() + " heads and " + sizes.keyHeads() + " heads of keys do not divide (bytes " + first
                    + " to " + (first + 5 * Integer.BYTES - 1) + ").");
        }
        return sizes;
    }

    private void layOutOld() {
        add("model.embed_tokens", sizes.vocabulary(), sizes.width());
        each("input_layernorm", sizes.width());
        attention();
        each("post_attention_layernorm", sizes.width());
        products();
        add("model.norm", sizes.width());
        // cosines and sines of rotary positions, which are computed here
        skip(sizes.context(), sizes.headWidth() / 2);
        skip(sizes.context(), sizes.headWidth() / 2);
        if (!sharedTable) {
            add("lm_head", sizes.vocabulary(), sizes.width());
        }
    }

    private void layOut() {
        each("input_layernorm", sizes.width());
        each("post_attention_layernorm", sizes.width());
        add("model.norm", sizes.width());
        add("model.embed_tokens", sizes.vocabulary(), sizes.width());
        attention();
        products();
        if (!sharedTable) {
            add("lm_head", sizes.vocabulary(), sizes.width());
        }
    }

    private void attention() {
        each("self_attn.q_proj", sizes.width(), sizes.width());
        each("self_attn.k_proj", sizes.keyWidth(), sizes.width());
        each("self_attn.v_proj", sizes.keyWidth(), sizes.width());
        each("self_attn.o_proj", sizes.width(), sizes.width());
    }

    private void products() {
        each("mlp.gate_proj", sizes.hidden(), sizes.width());
        each("mlp.down_proj", sizes.width(), sizes.hidden());
        each("mlp.up_proj", sizes.hidden(), sizes.width());
    }

    private void each(String name, int... shape) {
        for (int layer = 0; layer < sizes.layers() && at <= length; layer++) {
            add("model.layers." + layer + "." + name, shape);
        }
    }

    private void add(String name, int... shape) {
        long begin = at;
        skip(shape);
        List<Integer> sizesOf = new ArrayList<>();
        for (int size : shape) {
            sizesOf.add(size);
        }
        String whole = name + ".weight";
        tensors.add(new ImportedTensor(whole, sizesOf, () -> values(whole, begin, shape)));
    }

    private void skip(int... shape) {
        long count = 1;
        for (int size : shape) {
            count *= size;
        }
        at += count * Float.BYTES;
        if (at > length) {
            throw new EspalierException(path + " ends at byte " + length + "; with the sizes of its header " + sizes
                    + " it should reach byte " + at + " and more.");
        }
    }

    private TensorView values(String name, long begin, int... shape) throws IOException {
        long count = shape.length == 1 ? shape[0] : (long) shape[0] * shape[1];
        if (count > Integer.MAX_VALUE / Float.BYTES) {
            throw new EspalierException(path + ": " + name + " has " + count + " numbers; at most "
                    + Integer.MAX_VALUE / Float.BYTES + " are read.");
        }
        float[] values = new float[(int) count];
        try (FileChannel file = FileChannel.open(path)) {
            read(file, begin, Math.toIntExact(count * Float.BYTES))
                    .asFloatBuffer()
                    .get(values);
        }
        boolean turned = name.contains(".q_proj.") || name.contains(".k_proj.");
        return new TensorView.Dense(name, shape.clone(), turned ? halves(values, shape[1]) : values);
    }

    /**
     * Rotary positions turn the pair (2i, 2i + 1) of a head there, and (i, i + d / 2) here, by the same angle: rows are
     * brought into that order.
     */
    private float[] halves(float[] values, int columns) {
        int width = sizes.headWidth();
        float[] ordered = new float[values.length];
        int rows = values.length / columns;
        for (int row = 0; row < rows; row++) {
            int inHead = row % width;
            int from = row - inHead + (inHead < width / 2 ? 2 * inHead : 2 * (inHead - width / 2) + 1);
            System.arraycopy(values, from * columns, ordered, row * columns, columns);
        }
        return ordered;
    }

    private ByteBuffer read(FileChannel file, long from, int count) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
        while (bytes.hasRemaining()) {
            if (file.read(bytes, from + bytes.position()) < 0) {
                throw new EspalierException(path + " became shorter while it was read.");
            }
        }
        return bytes.flip();
    }

    /** Its tensors, called as Hugging Face calls those of Llama. */
    ImportedModel model() {
        Map<String, String> notes = new LinkedHashMap<>();
        notes.put("width", Integer.toString(sizes.width()));
        notes.put("hidden", Integer.toString(sizes.hidden()));
        notes.put("blocks", Integer.toString(sizes.layers()));
        notes.put("heads", Integer.toString(sizes.heads()));
        notes.put("kvHeads", Integer.toString(sizes.keyHeads()));
        notes.put("vocabulary", Integer.toString(sizes.vocabulary()));
        notes.put("context", Integer.toString(sizes.context()));
        return new ImportedModel(tensors, PictureOrder.CHANNELS_FIRST, notes);
    }
}
