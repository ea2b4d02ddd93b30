package org.espalier.core.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileDigestTest {
    @TempDir
    private Path temp;

    private Path folder(String name, String... pathsAndTexts) throws IOException {
        for (int i = 0; i < pathsAndTexts.length; i += 2) {
            Path file = temp.resolve(name).resolve(pathsAndTexts[i]);
            Files.createDirectories(file.getParent());
            Files.writeString(file, pathsAndTexts[i + 1]);
        }
        return temp.resolve(name);
    }

    @Test
    void isThePublishedDigestOfAKnownText() throws IOException {
        Path file = Files.writeString(temp.resolve("abc"), "abc");
        assertThat(FileDigest.sha256(file))
                .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }

    @Test
    void foldersWithEqualFilesHaveOneDigestInWhateverOrderTheyWereWritten() throws IOException {
        assertThat(FileDigest.ofFolder(folder("first", "a/X", "1", "b", "2")))
                .isEqualTo(FileDigest.ofFolder(folder("second", "b", "2", "a/X", "1")));
    }

    @Test
    void aFolderDiffersByNamesByContentsAndByWhereAFileEnds() throws IOException {
        assertThat(java.util.List.of(
                        FileDigest.ofFolder(folder("plain", "a", "12", "b", "3")),
                        FileDigest.ofFolder(folder("cut", "a", "1", "b", "23")),
                        FileDigest.ofFolder(folder("named", "a", "12", "c", "3")),
                        FileDigest.ofFolder(folder("changed", "a", "12", "b", "4")),
                        FileDigest.ofFolder(folder("more", "a", "12", "b", "3", "c", ""))))
                .doesNotHaveDuplicates();
    }
}
