package org.espalier.plugins.nd4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.espalier.api.EspalierException;
import org.espalier.api.border.ImportedModel;
import org.espalier.api.border.ImportedModel.PictureOrder;
import org.espalier.api.border.ImportedTensor;
import org.espalier.api.border.Importer;
import org.espalier.api.border.TensorView;
import org.espalier.testkit.ExporterContract;
import org.espalier.testkit.ImporterContract;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NpzImporterTest implements ImporterContract {
    @TempDir
    Path folder;

    @Override
    public Importer importer() {
        return new NpzImporter(new NpzImporter.Options(), NpzFiles.onTheClassPath());
    }

    @Override
    public byte[] file() throws IOException {
        return NpzFiles.zip(Map.of(
                "fc.weight", NpzFiles.floats("2, 3", 1, 2, 3, 4, 5, 6), "fc.bias", NpzFiles.floats("2,", -1, 0.5f)));
    }

    @Test
    void readsArraysByTheirNames() throws IOException {
        ImportedModel model = importer().read(Files.write(folder.resolve("model.npz"), file()));
        assertThat(model.tensors().stream().map(t -> t.name() + t.shape()))
                .containsExactly("fc.bias[2]", "fc.weight[2, 3]");
        assertThat(model.pictures()).isEqualTo(PictureOrder.CHANNELS_FIRST);
        ImportedTensor weight = model.tensors().getLast();
        assertThat(((TensorView.Dense) weight.content().read()).values()).containsExactly(1, 2, 3, 4, 5, 6);
    }

    private Path exported() throws IOException {
        Path file = folder.resolve("model.npz");
        new NpzExporter(new NpzExporter.Options(), NpzFiles.onTheClassPath()).export(ExporterContract.model(), file);
        return file;
    }

    @Test
    void readsWhatTheEngineExportedWithItsLinks() throws IOException {
        ImportedModel model = importer().read(exported());
        assertThat(model.pictures()).isEqualTo(PictureOrder.CHANNELS_LAST);
        assertThat(model.tensors().stream().map(t -> t.name() + t.shape()))
                .containsExactlyInAnyOrder("fc1.weight[3, 4]", "fc1.bias[3]", "out.weight[2, 3]", "out.bias[2]");
        for (TensorView wanted : ExporterContract.model().parameters()) {
            ImportedTensor found = model.tensors().stream()
                    .filter(t -> t.name().equals(wanted.name()))
                    .findFirst()
                    .orElseThrow();
            assertThat(found.content().read()).usingRecursiveComparison().isEqualTo(wanted);
        }
    }

    @Test
    void linksThatAreNoneAreRefused() throws IOException {
        Map<String, byte[]> arrays = new HashMap<>();
        arrays.put("w.values", NpzFiles.floats("2,", 1, 2));
        arrays.put("w.columns", NpzFiles.ints("2,", 1, 0));
        arrays.put("w.row_starts", NpzFiles.ints("2,", 0, 2));
        arrays.put("w.shape", NpzFiles.ints("2,", 1, 2));
        Path file = NpzFiles.write(folder.resolve("own.npz"), arrays);
        assertThat(importer().read(file).tensors()).as("of others").hasSize(4);
        try (FileSystem zip = FileSystems.newFileSystem(file)) {
            Files.writeString(zip.getPath("provenance.txt"), "recipe=toy\n");
        }
        ImportedTensor sparse = importer().read(file).tensors().getFirst();
        assertThatThrownBy(() -> sparse.content().read())
                .isInstanceOf(EspalierException.class)
                .hasMessageContaining(
                        "own.npz: the sparse tensor w is damaged: link 1 in row 0 has column 0; columns must ascend");
    }

    @Test
    void anArrayThatIsDamagedIsNamed() throws IOException {
        Path file = NpzFiles.write(folder.resolve("model.npz"), Map.of("w", new byte[] {1, 2, 3}));
        assertThatThrownBy(() -> importer().read(file))
                .isInstanceOf(EspalierException.class)
                .hasMessageEndingWith(
                        "model.npz!w.npy is not an npy array: it does not begin with \\x93NUMPY (byte 0).");
    }
}
