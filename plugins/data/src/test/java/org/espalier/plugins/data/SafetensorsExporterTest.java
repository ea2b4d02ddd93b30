package org.espalier.plugins.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.espalier.api.border.Exporter;
import org.espalier.core.files.SafetensorsFiles;
import org.espalier.core.files.StoredTensors;
import org.espalier.testkit.ExporterContract;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SafetensorsExporterTest implements ExporterContract {
    @Override
    public Exporter exporter() {
        return new SafetensorsExporter(new SafetensorsExporter.Options(), new SafetensorsFiles());
    }

    @Test
    void bringsBackParametersAndProvenance(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("model.safetensors");
        exporter().export(ExporterContract.model(), file);
        StoredTensors stored = new SafetensorsFiles().read(file);
        assertThat(stored.metadata()).isEqualTo(ExporterContract.model().provenance());
        assertThat(stored.tensors())
                .usingRecursiveComparison()
                .isEqualTo(ExporterContract.model().parameters());
    }
}
