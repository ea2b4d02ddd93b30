package org.espalier.plugins.nd4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.zip.ZipFile;
import org.espalier.api.border.Exporter;
import org.espalier.testkit.ExporterContract;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NpzExporterTest implements ExporterContract {
    @Override
    public Exporter exporter() {
        return new NpzExporter(new NpzExporter.Options(), NpzFiles.onTheClassPath());
    }

    @Test
    void bringsBackEveryTensor(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("model.npz");
        exporter().export(ExporterContract.model(), file);
        NpzReader reader = new NpzReader(file, Nd4jLibrary.codec(NpzFiles.onTheClassPath()));
        NpyArray dense = reader.read("out.weight");
        assertThat(dense.shape()).containsExactly(2, 3);
        assertThat(dense.values()).containsExactly(1, 2, 3, 4, 5, 6);
        assertThat(reader.read("fc1.weight.values").values()).containsExactly(1.5f, -2f, 0.25f, 1e-20f);
        assertThat(reader.read("fc1.weight.columns").values()).containsExactly(0, 3, 1, 2);
        assertThat(reader.read("fc1.weight.columns").whole()).isTrue();
        assertThat(reader.read("fc1.weight.row_starts").values()).containsExactly(0, 2, 2, 4);
        assertThat(reader.read("fc1.weight.shape").values()).containsExactly(3, 4);
    }

    @Test
    void saysWhatMadeTheModel(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("model.npz");
        exporter().export(ExporterContract.model(), file);
        try (ZipFile zip = new ZipFile(file.toFile())) {
            byte[] text = zip.getInputStream(zip.getEntry("provenance.txt")).readAllBytes();
            assertThat(new String(text, StandardCharsets.UTF_8)).isEqualTo("recipe=toy\nseed=42\n");
        }
    }
}
