package org.espalier.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RunFoldersTest {
    @TempDir
    Path temp;

    private Path folder = Path.of("");

    @BeforeEach
    void create() throws IOException {
        folder = Files.createDirectory(temp.resolve("run"));
    }

    @Test
    void whatARunLeavesThatIsKilledBeforeItsFirstFileIsRoom() throws IOException {
        Files.createFile(folder.resolve(".lock"));
        Files.createFile(folder.resolve(".metrics.jsonl.28f21591.part"));
        assertThat(RunFolders.makeRoom(folder, "run")).isEqualTo(folder);
    }

    @Test
    void anEarlierRunIsMovedBeside() throws IOException {
        Files.createFile(folder.resolve("metrics.jsonl"));
        assertThat(RunFolders.makeRoom(folder, "run")).isEqualTo(temp.resolve("run.1"));
        assertThat(temp.resolve("run.1/metrics.jsonl")).exists();
        assertThat(folder).doesNotExist();
    }

    @Test
    void filesOfAPersonStay() throws IOException {
        Path thesis = Files.createFile(folder.resolve("thesis.tex"));
        Files.createFile(folder.resolve(".metrics.jsonl.28f21591.part"));
        assertThatThrownBy(() -> RunFolders.makeRoom(folder, "run"))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("run holds files that no run has written");
        assertThat(thesis).exists();
    }
}
