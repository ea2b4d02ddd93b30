package org.espalier.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.espalier.api.EspalierException;
import org.espalier.core.execution.BenchRival;
import org.espalier.core.files.JsonPlace;
import org.espalier.core.json.Json;
import org.espalier.core.run.RunSummary.Quartiles;

/**
 * A program of somebody else, started anew for each of its turns. The last line it prints is an object whose
 * {@code step_ms} has the quartiles of the milliseconds of a step, and whose {@code peak_mb} may have its peak memory.
 */
record RivalProgram(String command, Path folder) implements BenchRival {
    private static final int LINES_OF_AN_ERROR = 5;

    @Override
    public String name() {
        String[] words = command.strip().split("\\s+", 2);
        String program = words[0].substring(words[0].lastIndexOf('/') + 1);
        return words.length == 1 ? program : program + " " + words[1];
    }

    @Override
    public Turn turn() {
        try {
            Process process = new ProcessBuilder("sh", "-c", command)
                    .directory(folder.toAbsolutePath().toFile())
                    .start();
            try {
                process.getOutputStream().close();
                CompletableFuture<List<String>> errors = CompletableFuture.supplyAsync(
                        () -> process.errorReader().lines().toList());
                List<String> lines = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                        .lines()
                        .filter(line -> !line.isBlank())
                        .toList();
                int code = process.waitFor();
                if (code != 0 || lines.isEmpty()) {
                    throw failed(code, errors.join());
                }
                return read(lines.getLast());
            } finally {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            throw new EspalierException("\"" + command + "\" cannot be started: " + e.getMessage() + ".", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EspalierException("\"" + command + "\" was interrupted.", e);
        }
    }

    private EspalierException failed(int code, List<String> errors) {
        List<String> last = errors.subList(Math.max(0, errors.size() - LINES_OF_AN_ERROR), errors.size());
        return new EspalierException("\"" + command + "\" ended with exit code " + code
                + (code == 0 ? " and printed nothing" : "") + "."
                + (last.isEmpty() ? "" : "\n" + String.join("\n", last)));
    }

    private Turn read(String line) {
        JsonPlace json = JsonPlace.of("The last line of \"" + command + "\" (see docs/bench.md)", line);
        JsonPlace millis = json.at("step_ms");
        Json peak = json.value().at("peak_mb");
        long bytes = peak instanceof Json.Num ? (long) (peak.number() * 1e6) : 0;
        return new Turn(new Quartiles(rate(millis.at("q3")), rate(millis.at("median")), rate(millis.at("q1"))), bytes);
    }

    /** Steps a second from milliseconds of a step. */
    private static double rate(JsonPlace millis) {
        if (millis.value() instanceof Json.Num && millis.value().number() > 0) {
            return 1000 / millis.value().number();
        }
        throw millis.wrong("a number of milliseconds above 0");
    }
}
