package org.espalier.plugins.nd4j;

import jakarta.inject.Inject;
import java.io.BufferedOutputStream;
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
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.espalier.api.EspalierException;
import org.espalier.api.Plugin;
import org.espalier.api.border.Exporter;
import org.espalier.api.border.Libraries;
import org.espalier.api.border.ModelView;
import org.espalier.api.border.TensorView;

/**
 * Writes a model as an npz file through ND4J: a dense tensor under its name, a sparse one as {@code NAME.values},
 * {@code NAME.columns}, {@code NAME.row_starts} and {@code NAME.shape}; what made the model as lines of
 * {@code provenance.txt}, in which a line break within a value is {@code \n} and a backslash is doubled. Equal models give equal bytes.
 */
@Plugin(name = "npz", doc = "A NumPy npz file, written by ND4J; sparse tensors as values, columns and row starts.")
public final class NpzExporter implements Exporter {
    private final Libraries libraries;

    /** {@link NpzExporter} has no options. */
    public record Options() {}

    @Inject
    public NpzExporter(Options options, Libraries libraries) {
        this.libraries = libraries;
    }

    @Override
    public void export(ModelView model, Path file) throws IOException {
        Path part = file.resolveSibling("." + file.getFileName() + "." + UUID.randomUUID() + ".part");
        try {
            try (OutputStream out = Files.newOutputStream(part, StandardOpenOption.CREATE_NEW);
                    ZipOutputStream zip = new ZipOutputStream(new BufferedOutputStream(out, 1 << 20))) {
                write(model, new NpzWriter(zip, Nd4jLibrary.codec(libraries)));
            }
            Files.move(part, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new EspalierException("Writing " + file + " failed: " + e + ". Nothing was changed.", e);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private static void write(ModelView model, NpzWriter out) throws IOException {
        for (TensorView tensor : model.parameters()) {
            switch (tensor) {
                case TensorView.Dense d -> out.add(d.name(), d.shape(), d.values());
                case TensorView.Sparse s -> {
                    out.add(s.name() + SparseArrays.VALUES, lengthOf(s.values().length), s.values());
                    out.add(s.name() + SparseArrays.COLUMNS, lengthOf(s.columns().length), s.columns());
                    out.add(s.name() + SparseArrays.ROW_STARTS, lengthOf(s.rowStarts().length), s.rowStarts());
                    out.add(s.name() + SparseArrays.SHAPE, lengthOf(s.shape().length), s.shape());
                }
            }
        }
        StringBuilder lines = new StringBuilder();
        for (Map.Entry<String, String> entry : new TreeMap<>(model.provenance()).entrySet()) {
            lines.append(entry.getKey())
                    .append('=')
                    .append(oneLine(entry.getValue()))
                    .append('\n');
        }
        out.addText("provenance.txt", lines.toString());
    }

    private static String oneLine(String text) {
        return text.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r");
    }

    private static int[] lengthOf(int length) {
        return new int[] {length};
    }

    /** Entries of one npz file, all with the same date. */
    private record NpzWriter(ZipOutputStream zip, NpyCodec codec) {
        /** The earliest time a zip can say. */
        private static final LocalDateTime DATE = LocalDateTime.of(1980, 1, 1, 0, 0);

        void add(String name, int[] shape, float[] values) throws IOException {
            add(name + ".npy", codec.encode(shape, values));
        }

        void add(String name, int[] shape, int[] values) throws IOException {
            add(name + ".npy", codec.encode(shape, values));
        }

        void addText(String name, String text) throws IOException {
            add(name, text.getBytes(StandardCharsets.UTF_8));
        }

        private void add(String name, byte[] bytes) throws IOException {
            ZipEntry entry = new ZipEntry(name);
            entry.setTimeLocal(DATE);
            zip.putNextEntry(entry);
            zip.write(bytes);
            zip.closeEntry();
        }
    }
}
