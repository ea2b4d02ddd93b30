package org.espalier.core.provenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.espalier.api.EspalierException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IdentityFileTest {
    @TempDir
    private Path folder;

    private Path file() {
        return folder.resolve(IdentityFile.NAME);
    }

    @Test
    void readsBackWhatItWrote() throws IOException {
        Files.writeString(file(), IdentityFile.text(Identities.plain()));
        assertThat(IdentityFile.read(folder)).isEqualTo(Identities.plain());
    }

    @Test
    void saysThatAFolderIsNoRun() {
        assertThatThrownBy(() -> IdentityFile.read(folder))
                .isInstanceOf(EspalierException.class)
                .hasMessageContaining(folder.toString())
                .hasMessageContaining("not the folder of a run");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"sha256\": \"aaaa1111 | \"sha\": \"aaaa1111   | bundles[0].sha256 is missing",
                "\"seed\": 7            | \"seed\": \"seven\"   | recipe.seed should be a whole number",
                "\"seed\": 7            | \"seed\": 7.5         | recipe.seed should be a whole number",
                "\"data\": {            | \"data\": 3, \"x\": { | data should be an object",
                "\"processors\": 4      | \"processors\": 1e99  | machine.processors should be a whole number",
                "\"processors\": 4      | \"processors\": 4000000000 | machine.processors should be at most 2147483647",
                "\"format\": 1          | \"format\": 2         | has the format 2"
            })
    void namesThePlaceThatIsDamaged(String part, String instead, String reason) throws IOException {
        String text = IdentityFile.text(Identities.plain());
        assertThat(text).contains(part);
        Files.writeString(file(), text.replace(part, instead));
        assertThatThrownBy(() -> IdentityFile.read(folder))
                .isInstanceOf(EspalierException.class)
                .hasMessageContaining(file().toString())
                .hasMessageContaining(reason);
    }

    @Test
    void refusesAFileThatWasCutOffAnywhere() throws IOException {
        String text = IdentityFile.text(Identities.plain()).strip();
        for (int length = 0; length < text.length(); length += 7) {
            Files.writeString(file(), text.substring(0, length));
            assertThatThrownBy(() -> IdentityFile.read(folder))
                    .isInstanceOf(EspalierException.class)
                    .hasMessageContaining(file().toString());
        }
    }
}
