package org.espalier.plugins.data.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.espalier.api.EspalierException;
import org.espalier.api.border.Importer;
import org.espalier.api.border.TensorView;
import org.espalier.plugins.data.NOfMExporter;
import org.espalier.testkit.ExporterContract;
import org.espalier.testkit.ImporterContract;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NOfMImporterTest implements ImporterContract {
    @TempDir
    Path folder;

    @Override
    public Importer importer() {
        return new NOfMImporter(new NOfMImporter.Options());
    }

    @Override
    public byte[] file() throws IOException {
        return Files.readAllBytes(exported());
    }

    private Path exported() throws IOException {
        Path file = folder.resolve("exported.npz");
        new NOfMExporter(new NOfMExporter.Options(2, 4)).export(ExporterContract.model(), file);
        return file;
    }

    @Test
    void whatWasExportedHasItsLinksAgain() throws IOException {
        var tensors = importer().read(exported()).tensors();
        for (int i = 0; i < tensors.size(); i++) {
            assertThat(tensors.get(i).content().read())
                    .usingRecursiveComparison()
                    .isEqualTo(ExporterContract.model().parameters().get(i));
        }
    }

    /** Two rows of two inputs at two taps, one of two: the first tap of the second input, the second of the first. */
    @Test
    void aConvolutionHasItsColumnsInTheirOrder() {
        GroupedFile file = GroupedFile.of("w", 2, 4, new int[] {1, 2, 2});

        assertThat(file.links("w", new byte[] {0b0001}, new float[] {3, 5, 0, 7}))
                .usingRecursiveComparison()
                .isEqualTo(new TensorView.Sparse(
                        "w", new int[] {2, 4}, new int[] {0, 2, 3}, new int[] {1, 2, 1}, new float[] {5, 3, 7}));
    }

    @Test
    void whatDoesNotFitIsTold() {
        assertThatThrownBy(() -> GroupedFile.of("w", 2, 4, new int[] {3, 2, 1}))
                .isInstanceOf(EspalierException.class)
                .hasMessageContaining("w has the groups [3, 2, 1] of 4 columns; n is from 1 to m");
        GroupedFile file = GroupedFile.of("w", 1, 5, new int[] {1, 4, 1});
        assertThatThrownBy(() -> file.links("w", new byte[1], new float[3]))
                .hasMessage("w has 3 values and 1 bytes of positions; they would be 2 and 1.");
        assertThatThrownBy(() -> file.links("w", new byte[] {0b0100}, new float[] {1, 2}))
                .hasMessage("w is damaged: a value stands at position 1 of the group 1 of its row, and there is no such"
                        + " input.");
    }
}
