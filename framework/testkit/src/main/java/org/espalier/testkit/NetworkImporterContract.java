package org.espalier.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.espalier.api.EspalierException;
import org.espalier.api.border.ImportedNetwork;
import org.espalier.api.border.NetworkImporter;
import org.espalier.api.border.TensorView;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every {@link NetworkImporter} keeps; what it makes of layers is for tests of its own. */
public interface NetworkImporterContract {
    NetworkImporter importer();

    /** A file of a small network with parameters, of a few hundred bytes at least. */
    byte[] file();

    @Test
    default void saysWhatComesInAndHasValues(@TempDir Path folder) throws IOException {
        ImportedNetwork network = importer().read(Files.write(folder.resolve("network"), file()));
        assertThat(network.model().getFirst()).startsWith("input ");
        assertThat(network.parameters()).isNotEmpty();
        assertThat(network.parameters()).extracting(TensorView::name).doesNotHaveDuplicates();
    }

    @Test
    default void namesAFileThatIsCutOff(@TempDir Path folder) throws IOException {
        byte[] whole = file();
        for (int part = 0; part < 8; part++) {
            Path file = Files.write(folder.resolve("cut"), Arrays.copyOf(whole, whole.length * part / 8));
            assertThatThrownBy(() -> importer().read(file))
                    .as("%d eighths", part)
                    .isInstanceOf(EspalierException.class)
                    .hasMessageContaining(file.toString());
        }
    }

    @Test
    default void namesAFileThatIsNone(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("text"), "This is no network at all, and never was one.");
        assertThatThrownBy(() -> importer().read(file))
                .isInstanceOf(EspalierException.class)
                .hasMessageContaining(file.toString());
    }
}
