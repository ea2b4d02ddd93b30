package org.espalier.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.espalier.plugins.onnx.OnnxExporter;
import org.espalier.testkit.ExporterContract;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The application of docs/examples/run-a-model, compiled with ONNX Runtime alone and run in a JVM of its own. */
class RunAModelTest {
    private static final Path SOURCE =
            Path.of("../../docs/examples/run-a-model/src/main/java/org/example/model/RunModel.java");

    @Test
    void computesWithAnExportedNetworkInTenLines(@TempDir Path temp) throws IOException, InterruptedException {
        String runtime = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> entry.contains("onnxruntime"))
                .findFirst()
                .orElseThrow();
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        int compiled = Objects.requireNonNull(ToolProvider.getSystemJavaCompiler())
                .run(
                        null,
                        said,
                        said,
                        "--release",
                        "17",
                        "-proc:none",
                        "-cp",
                        runtime,
                        "-d",
                        temp.toString(),
                        SOURCE.toString());
        assertThat(compiled).as(said.toString(StandardCharsets.UTF_8)).isZero();
        new OnnxExporter(new OnnxExporter.Options(true)).export(ExporterContract.model(), temp.resolve("model.onnx"));
        Path numbers = Files.writeString(temp.resolve("numbers.txt"), "1, 2, 3, 4\n");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        runtime + File.pathSeparator + temp,
                        "org.example.model.RunModel",
                        temp.resolve("model.onnx").toString(),
                        numbers.toString())
                .redirectErrorStream(true)
                .start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(printed).isZero();
        assertThat(printed).isEqualTo("[8.0, 14.5]\n");
        try (Stream<String> lines = Files.lines(SOURCE)) {
            List<String> body = lines.dropWhile(line -> !line.contains("void main"))
                    .skip(1)
                    .filter(line -> !line.isBlank() && !line.strip().equals("}"))
                    .toList();
            assertThat(body).hasSizeLessThanOrEqualTo(10);
        }
    }
}
