package org.espalier.plugins.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.espalier.api.border.Exporter;
import org.espalier.testkit.ExporterContract;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsrExporterTest implements ExporterContract {
    @Override
    public Exporter exporter() {
        return new CsrExporter(new CsrExporter.Options());
    }

    @Test
    void writesSparseWeightsAsSciPyDoes(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("model.npz");
        exporter().export(ExporterContract.model(), file);
        Map<String, byte[]> entries = entries(Files.newInputStream(file));
        assertThat(entries)
                .containsOnlyKeys("fc1.weight.npz", "fc1.bias.npy", "out.weight.npy", "out.bias.npy", "provenance.txt");
        Map<String, byte[]> sparse = entries(new ByteArrayInputStream(entry(entries, "fc1.weight.npz")));
        assertThat(sparse).containsOnlyKeys("indices.npy", "indptr.npy", "format.npy", "shape.npy", "data.npy");
        assertThat(header(entry(sparse, "indices.npy"))).isEqualTo("'<i4' (4,)");
        assertThat(numbers(entry(sparse, "indices.npy")).asIntBuffer()).isEqualTo(ints(0, 3, 1, 2));
        assertThat(numbers(entry(sparse, "indptr.npy")).asIntBuffer()).isEqualTo(ints(0, 2, 2, 4));
        assertThat(header(entry(sparse, "format.npy"))).isEqualTo("'|S3' ()");
        assertThat(StandardCharsets.US_ASCII
                        .decode(numbers(entry(sparse, "format.npy")))
                        .toString())
                .isEqualTo("csr");
        assertThat(header(entry(sparse, "shape.npy"))).isEqualTo("'<i8' (2,)");
        assertThat(numbers(entry(sparse, "shape.npy")).getLong()).isEqualTo(3);
        assertThat(numbers(entry(sparse, "data.npy")).getFloat()).isEqualTo(1.5f);
        assertThat(header(entry(entries, "out.weight.npy"))).isEqualTo("'<f4' (2, 3,)");
        assertThat(new String(entry(entries, "provenance.txt"), StandardCharsets.UTF_8))
                .isEqualTo("recipe=toy\nseed=42\n");
    }

    private static byte[] entry(Map<String, byte[]> entries, String name) {
        return Objects.requireNonNull(entries.get(name), name);
    }

    private static Map<String, byte[]> entries(InputStream in) throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        try (ZipInputStream zip = new ZipInputStream(in)) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                entries.put(entry.getName(), zip.readAllBytes());
            }
        }
        return entries;
    }

    /** Type and shape. */
    private static String header(byte[] array) {
        assertThat((10 + length(array)) % 64).isZero();
        String header = new String(array, 10, length(array), StandardCharsets.US_ASCII);
        return header.replaceFirst("(?s)\\{'descr': (.*), 'fortran_order': False, 'shape': (.*), } *\\n", "$1 $2");
    }

    private static int length(byte[] array) {
        return ByteBuffer.wrap(array).order(ByteOrder.LITTLE_ENDIAN).getShort(8);
    }

    private static ByteBuffer numbers(byte[] array) {
        return ByteBuffer.wrap(array).position(10 + length(array)).slice().order(ByteOrder.LITTLE_ENDIAN);
    }

    private static IntBuffer ints(int... values) {
        return IntBuffer.wrap(values);
    }
}
