package org.espalier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExportedNetworkTest {
    private static final String HASHED = """
            recipe('hashed') {
                data { source 'strokes', train: 64, test: 16; batch 32 }
                model {
                    input 28, 28, 1
                    flatten()
                    experts('moe', count: 4) { gate 'hash'; dense 'up', units: 8, activation: 'relu' }
                    dense 'out', units: 10
                }
                phase('train') { train steps(2); loss 'cross-entropy'; optimizer 'sgd'; learningRate 0.05 }
                export 'onnx', to: 'model.onnx'
            }
            """;

    @TempDir
    private Path folder = Path.of("");

    @Test
    void isRefusedBeforeItIsTrainedWhereItsFormatCannotHoldIt() throws IOException {
        Files.writeString(folder.resolve("hashed.groovy"), HASHED);
        Session.Outcome outcome = new Session(folder).type("run", "hashed.groovy");
        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.err())
                .contains(
                        "hashed.groovy:10:",
                        "This network cannot be written as ONNX: 'moe operation' is mathematics of a plugin's own.");
        assertThat(outcome.err()).doesNotContain("phase 'train'");
    }
}
