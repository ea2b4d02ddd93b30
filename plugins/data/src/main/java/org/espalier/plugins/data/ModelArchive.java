package org.espalier.plugins.data;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.LocalDateTime;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.espalier.api.EspalierException;
import org.espalier.api.border.ModelView;
import org.espalier.api.border.TensorView;

/**
 * A model as an npz file of NumPy. Dense tensors are arrays {@code NAME.npy}, sparse ones npz files of their own, {@code
 * NAME.npz}; what made the model stands in {@code provenance.txt}, a line each, where a line break within a value is {@code \n}
 * and a backslash is doubled. Nothing is compressed further, and equal models give equal bytes.
 */
final class ModelArchive {
    private ModelArchive() {}

    /**
     * Writes the file, whole or not at all.
     *
     * @param links the arrays of a sparse tensor by name
     */
    static void write(ModelView model, Path file, Function<TensorView.Sparse, Map<String, byte[]>> links)
            throws IOException {
        Path part = file.resolveSibling("." + file.getFileName() + "." + UUID.randomUUID() + ".part");
        try {
            try (OutputStream out = Files.newOutputStream(part, StandardOpenOption.CREATE_NEW);
                    ZipOutputStream zip = zip(new BufferedOutputStream(out, 1 << 20))) {
                write(model, zip, links);
            }
            Files.move(part, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new EspalierException("Writing " + file + " failed: " + e + ". Nothing was changed.", e);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    /** The arrays of a matrix as SciPy's {@code save_npz} writes them, rows compressed. */
    static Map<String, byte[]> compressedRows(TensorView.Sparse matrix) {
        int links = matrix.values().length;
        Map<String, byte[]> arrays = new LinkedHashMap<>();
        arrays.put("indices.npy", NpyArrays.ints(new int[] {links}, matrix.columns()));
        arrays.put("indptr.npy", NpyArrays.ints(new int[] {matrix.rowStarts().length}, matrix.rowStarts()));
        arrays.put("format.npy", NpyArrays.text("csr"));
        arrays.put("shape.npy", shape(matrix));
        arrays.put("data.npy", NpyArrays.floats(new int[] {links}, matrix.values()));
        return arrays;
    }

    /** The array of rows and columns. */
    static byte[] shape(TensorView.Sparse matrix) {
        return NpyArrays.longs(new int[] {2}, new long[] {matrix.shape()[0], matrix.shape()[1]});
    }

    private static void write(
            ModelView model, ZipOutputStream zip, Function<TensorView.Sparse, Map<String, byte[]>> links)
            throws IOException {
        for (TensorView tensor : model.parameters()) {
            switch (tensor) {
                case TensorView.Dense d -> add(zip, d.name() + ".npy", NpyArrays.floats(d.shape(), d.values()));
                case TensorView.Sparse s -> add(zip, s.name() + ".npz", zipped(links.apply(s)));
            }
        }
        StringBuilder lines = new StringBuilder();
        for (Map.Entry<String, String> entry : new TreeMap<>(model.provenance()).entrySet()) {
            String value =
                    entry.getValue().replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r");
            lines.append(entry.getKey()).append('=').append(value).append('\n');
        }
        add(zip, "provenance.txt", lines.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] zipped(Map<String, byte[]> arrays) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = zip(bytes)) {
            for (Map.Entry<String, byte[]> array : arrays.entrySet()) {
                add(zip, array.getKey(), array.getValue());
            }
        }
        return bytes.toByteArray();
    }

    private static ZipOutputStream zip(OutputStream out) {
        ZipOutputStream zip = new ZipOutputStream(out);
        zip.setLevel(Deflater.NO_COMPRESSION);
        return zip;
    }

    private static void add(ZipOutputStream zip, String name, byte[] bytes) throws IOException {
        ZipEntry entry = new ZipEntry(name);
        // the earliest time a zip can say
        entry.setTimeLocal(LocalDateTime.of(1980, 1, 1, 0, 0));
        zip.putNextEntry(entry);
        zip.write(bytes);
        zip.closeEntry();
    }
}
