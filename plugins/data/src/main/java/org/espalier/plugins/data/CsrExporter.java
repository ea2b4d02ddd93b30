package org.espalier.plugins.data;

import jakarta.inject.Inject;
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
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.espalier.api.EspalierException;
import org.espalier.api.Plugin;
import org.espalier.api.border.Exporter;
import org.espalier.api.border.ModelView;
import org.espalier.api.border.TensorView;

/**
 * Writes a model as an npz file of NumPy in which every sparse weight is an npz file as SciPy's {@code save_npz} writes it, rows
 * compressed: {@code NAME.npz}. Dense tensors are arrays {@code NAME.npy}; what made the model stands in
 * {@code provenance.txt}, a line each, where a line break within a value is {@code \n} and a backslash is doubled. Nothing is
 * compressed further, and equal models give equal bytes.
 */
@Plugin(
        name = "csr",
        doc =
                "A NumPy npz file in which every sparse weight is a file for scipy.sparse.load_npz, rows compressed; the rest"
                        + " are dense arrays.")
public final class CsrExporter implements Exporter {
    /** {@link CsrExporter} has no options. */
    public record Options() {}

    @Inject
    public CsrExporter(Options options) {}

    @Override
    public void export(ModelView model, Path file) throws IOException {
        Path part = file.resolveSibling("." + file.getFileName() + "." + UUID.randomUUID() + ".part");
        try {
            try (OutputStream out = Files.newOutputStream(part, StandardOpenOption.CREATE_NEW);
                    ZipOutputStream zip = new ZipOutputStream(new BufferedOutputStream(out, 1 << 20))) {
                zip.setLevel(Deflater.NO_COMPRESSION);
                write(model, zip);
            }
            Files.move(part, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new EspalierException("Writing " + file + " failed: " + e + ". Nothing was changed.", e);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private static void write(ModelView model, ZipOutputStream zip) throws IOException {
        for (TensorView tensor : model.parameters()) {
            switch (tensor) {
                case TensorView.Dense d -> add(zip, d.name() + ".npy", NpyArrays.floats(d.shape(), d.values()));
                case TensorView.Sparse s -> add(zip, s.name() + ".npz", compressedRows(s));
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

    private static byte[] compressedRows(TensorView.Sparse matrix) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.setLevel(Deflater.NO_COMPRESSION);
            int links = matrix.values().length;
            long[] shape = {matrix.shape()[0], matrix.shape()[1]};
            add(zip, "indices.npy", NpyArrays.ints(new int[] {links}, matrix.columns()));
            add(zip, "indptr.npy", NpyArrays.ints(new int[] {matrix.rowStarts().length}, matrix.rowStarts()));
            add(zip, "format.npy", NpyArrays.text("csr"));
            add(zip, "shape.npy", NpyArrays.longs(new int[] {shape.length}, shape));
            add(zip, "data.npy", NpyArrays.floats(new int[] {links}, matrix.values()));
        }
        return bytes.toByteArray();
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
