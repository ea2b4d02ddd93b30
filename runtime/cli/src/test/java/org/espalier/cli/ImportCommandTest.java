package org.espalier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImportCommandTest {
    private static final String TINY = """
            recipe('tiny') {
                data { source 'strokes', train: 64, test: 16; batch 32 }
                model { input 28, 28, 1; flatten(); dense 'fc1', units: 8, activation: 'relu'; dense 'out', units: 10 }
                phase('train') { train steps(2); loss 'cross-entropy'; optimizer 'sgd'; learningRate 0.05 }
                export 'onnx', to: 'model.onnx'
            }
            """;

    @TempDir
    private Path folder = Path.of("");

    private Session.Outcome type(String... words) {
        return new Session(folder).type(words);
    }

    @Test
    void writesARecipeThatIsSoundAndTheValuesBesideIt() throws IOException {
        Files.writeString(folder.resolve("tiny.groovy"), TINY);
        type("run", "tiny.groovy", "--quiet");
        Session.Outcome outcome = type("import", "build/runs/tiny/model.onnx", "--to", "mine.groovy");
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.code()).isZero();
        assertThat(outcome.out()).startsWith("Wrote mine.groovy, and the values to mine.safetensors.");
        assertThat(folder.resolve("mine.groovy"))
                .content()
                .contains(
                        "recipe('mine')",
                        "        input 28, 28, 1\n        flatten()\n",
                        "        dense 'fc1', units: 8, activation: 'relu'\n        dense 'out', units: 10\n");
        assertThat(type("show", "mine.safetensors").out()).contains("fc1.weight", "out.bias");
        assertThat(type("check", "mine.groovy").code()).isZero();
        Session.Outcome again = type("import", "build/runs/tiny/model.onnx", "--to", "mine.groovy");
        assertThat(again.err()).contains("mine.groovy already, and it is left as it is");
    }

    @Test
    void saysWhatItCannotRead() throws IOException {
        Files.writeString(folder.resolve("some.onnx"), "no network");
        assertThat(type("import", "none.onnx", "--to", "mine.groovy").err()).contains("There is no file none.onnx");
        assertThat(type("import", "some.onnx", "--to", "mine.groovy").err()).contains("some.onnx is no ONNX model");
        assertThat(type("import", "some.onnx", "--to", "mine.txt").err()).contains("ends with .groovy");
        assertThat(type("import", "some.onnx", "--to", "my network.groovy").err())
                .contains("'my network' is none");
        assertThat(type("import", "some.onnx", "--as", "onx", "--to", "mine.groovy")
                        .err())
                .contains("of the format 'onx'", "Did you mean 'onnx'?");
        assertThat(folder.resolve("mine.groovy")).doesNotExist();
    }
}
