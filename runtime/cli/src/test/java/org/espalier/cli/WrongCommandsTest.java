package org.espalier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Everything a person or a disk can get wrong ends with a sentence and the right exit code, never with a stack trace. */
class WrongCommandsTest {
    private static final String TABLE = """
            recipe('table') {
                data { source 'csv', file: 'table.csv', target: 'y'; split test: 0.25; batch 4 }
                model { input 2; dense 'out', units: 2 }
                phase('train') {
                    train steps(2)
                    loss 'cross-entropy'
                    optimizer 'sgd'
                    learningRate 0.1
                }
            }
            """;
    private static final String IMAGES = """
            recipe('images') {
                data { source 'idx', images: 'i.gz', labels: 'l.gz'; split test: 0.5; batch 1 }
                model { input 2, 2, 1; flatten(); dense 'out', units: 2 }
                phase('train') {
                    train steps(2)
                    loss 'cross-entropy'
                    optimizer 'sgd'
                    learningRate 0.1
                }
            }
            """;

    @TempDir
    private Path folder = Path.of("");

    @BeforeEach
    void writeRecipes() throws IOException {
        Files.writeString(folder.resolve("table.groovy"), TABLE);
        Files.writeString(folder.resolve("images.groovy"), IMAGES);
        Files.writeString(
                folder.resolve("table.csv"),
                "a,b,y\n1,2,no\n3,4,yes\n5,6,no\n7,8,yes\n2,1,no\n4,3,yes\n6,5,no\n8,7,yes\n");
    }

    private Session.Outcome type(String... words) {
        Session.Outcome outcome = new Session(folder).type(words);
        assertThat(outcome.err()).doesNotContain("\tat ", "Exception");
        return outcome;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "rum x|espalier has no command 'rum'. Did you mean run or resume?",
                "run|espalier run needs RECIPE.",
                "run a b|espalier run has no place for 'b'.",
                "run --thread 3 x|espalier run has no option '--thread'. Did you mean --threads?",
                "run x --threads two|'two' is not a whole number",
                "run table.groovy --threads 0|--threads takes a whole number from 1, not 0.",
                "run table.groovy --call-limit -1|--call-limit takes seconds, or 0 for no limit, not -1.0.",
                "run table.groovy --call-limit NaN|--call-limit takes seconds, or 0 for no limit, not NaN.",
                "run table.groovy --set lr|--set takes NAME=VALUE, for example --set sparsity=0.95, not 'lr'.",
                "run table.groovy --set a=1 --set a=2|--set gives a twice; give each once.",
                "run tabel.groovy|There is no file tabel.groovy. Did you mean table.groovy?",
                "run quikstart|There is no file quikstart. Did you mean /",
                "run .|. is a folder; name a recipe in it",
                "evaluate build/runs/none|There is no folder build/runs/none",
                "evaluate . --on tset|--on takes train, validation or test, not 'tset'.",
                "study table.groovy|table.groovy is a recipe, not a study; 'espalier run table.groovy' runs it.",
                "plugins add none.jar|There is no file none.jar.",
                "plugins lst|espalier plugins has no command 'lst'. Did you mean list?",
                "run table.groovy --backend cuda|cuda",
                "run table.groovy --backend-option tier=avx2|--backend-option gives an option of a backend, and --backend names"
                        + " none.",
                "run table.groovy --backend scalar --backend-option tier|--backend-option takes NAME=VALUE, for example"
                        + " --backend-option tier=avx2, not 'tier'.",
                "run table.groovy --backend native --backend-option teir=avx2|tier",
                "run table.groovy --backend native --backend-option tier=avx3|avx2",
            })
    void isToldInASentenceAndEndsWithTwo(String words, String sentence) {
        Session.Outcome outcome = type(words.split(" "));
        assertThat(outcome.err()).contains(sentence);
        assertThat(outcome.code()).isEqualTo(2);
    }

    @Test
    void aTableIsTrainedOn() {
        assertThat(type("run", "table.groovy").code()).isZero();
    }

    @Test
    void aMissingTableIsNamed() throws IOException {
        Files.delete(folder.resolve("table.csv"));
        isToldAndFails("table.groovy", "table.csv");
    }

    @Test
    void aFolderInsteadOfATableIsNamed() throws IOException {
        Files.delete(folder.resolve("table.csv"));
        Files.createDirectory(folder.resolve("table.csv"));
        isToldAndFails("table.groovy", "table.csv");
    }

    @Test
    void aValueThatIsNoNumberIsToldWithItsLine() throws IOException {
        Files.writeString(folder.resolve("table.csv"), "a,b,y\n1,2,no\n3,NaN,yes\n");
        isToldAndFails("table.groovy", "table.csv:3");
    }

    @Test
    void aTruncatedArchiveIsToldWithItsFile() throws IOException {
        byte[] whole = gzip(new byte[] {0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 2, 0, 0, 0, 2, 1, 2, 3, 4, 5, 6, 7, 8});
        Files.write(folder.resolve("i.gz"), java.util.Arrays.copyOf(whole, whole.length - 9));
        Files.write(folder.resolve("l.gz"), gzip(new byte[] {0, 0, 8, 1, 0, 0, 0, 2, 0, 1}));
        isToldAndFails("images.groovy", "i.gz");
    }

    @Test
    void aFileOfAnotherKindIsToldWithItsFile() throws IOException {
        Files.write(folder.resolve("i.gz"), gzip("hello, world".getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        Files.write(folder.resolve("l.gz"), gzip(new byte[] {0, 0, 8, 1, 0, 0, 0, 2, 0, 1}));
        isToldAndFails("images.groovy", "i.gz");
    }

    @Test
    void aFileInTheWayOfTheRunFolderIsNamed() throws IOException {
        Files.writeString(folder.resolve("build"), "a file");
        isToldAndFails("table.groovy", "build");
    }

    @Test
    void aRunFolderNobodyMayWriteToIsNamed() {
        Assumptions.assumeTrue(Files.isDirectory(Path.of("/proc/self")), "only Linux has a folder nobody may write to");
        Session.Outcome outcome = type("run", "table.groovy", "--run-dir", "/proc/espalier/run");
        assertThat(outcome.err()).contains("/proc/espalier");
        assertThat(outcome.code()).isEqualTo(1);
    }

    @Test
    void theStackTraceIsShownOnRequest() throws IOException {
        Files.delete(folder.resolve("table.csv"));
        Session.Outcome outcome = new Session(folder).type("run", "table.groovy", "--debug");
        assertThat(outcome.err()).contains("\tat org.espalier.");
    }

    private void isToldAndFails(String recipe, String named) {
        Session.Outcome outcome = type("run", recipe);
        assertThat(outcome.err()).contains(named);
        assertThat(outcome.code()).isBetween(1, 2);
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        java.io.ByteArrayOutputStream out = new java.io.ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        }
        return out.toByteArray();
    }
}
