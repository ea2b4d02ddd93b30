package org.espalier.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.espalier.cli.Examples;
import org.espalier.core.run.RunEvent;
import org.junit.jupiter.api.Test;

class ProgressTest {
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final PrintStream err = new PrintStream(written, true, StandardCharsets.UTF_8);

    private String text() {
        return written.toString(StandardCharsets.UTF_8);
    }

    private static RunEvent.Progress at(long step, double sparsity) {
        return new RunEvent.Progress("train", step, 1000, 1 + (int) (step / 100), 10, 0.5, 1000, sparsity);
    }

    private static RunEvent.Evaluated measured(String split) {
        return new RunEvent.Evaluated("train", 100, split, Map.of("loss", 0.4, "accuracy", 0.9));
    }

    @Test
    void aPipeGetsALineForWhatIsWorthOne() {
        Progress progress = Progress.on(new Terminal(err, err, false, 80, 80, false), false, false);
        progress.accept(new RunEvent.Started("rigl", Path.of("run"), Examples.report()));
        progress.accept(new RunEvent.PhaseStarted("train", 1, 2, 1000, 100));
        progress.accept(at(100, 0.5));
        progress.accept(measured("validation"));
        progress.accept(measured("test"));
        progress.accept(new RunEvent.Penalised("train", 100, "wgsef", 3.25, 1200, 1100));
        progress.accept(new RunEvent.Selected(
                "train", 100, "choose", List.of(new RunEvent.SelectedGroups("conv1.weight", 8, 16))));
        progress.accept(new RunEvent.Shrunk(
                "train",
                100,
                List.of(
                        new RunEvent.ShrunkLayer("fc1", 256, 200, 784, 784),
                        new RunEvent.ShrunkLayer("out", 10, 10, 256, 256)),
                new RunEvent.Size(203_530, 45_526),
                new RunEvent.Size(160_010, 40_000),
                3,
                2));
        progress.close();
        assertThat(text()).isEqualTo("""
                rigl: 22,630 of 203,264 weights stored (sparsity 88.9 %), 2 threads, simd (256-bit vectors)
                phase 'train' (1 of 2): 1,000 steps, 100 in an epoch
                  epoch 2/10   1,000 steps/s   loss 0.5000   validation: accuracy 0.9000, loss 0.4000   sparsity 50.0 %
                  test: accuracy 0.9000, loss 0.4000
                  wgsef: 1,100 of 1,200 groups zero, penalty 3.2500
                  mask 'choose' keeps 8 of 16 of conv1.weight
                  shrink: fc1 256 x 784 to 200 x 784; 203,530 to 160,010 parameters, 45,526 to 40,000 FLOPs for an example; 3 channels never change but stay, as nothing can take exactly what they add; 2 channels never change and are gone with what they added, which nothing can take exactly
                """);
    }

    @Test
    void aTerminalIsDrawnAgainTenTimesASecondAtMost() {
        long[] now = {0};
        LiveProgress progress =
                new LiveProgress(new Terminal(err, err, true, 80, 80, false), new PlainProgress(err), () -> now[0]);
        progress.accept(at(1, 0.9));
        String first = text();
        assertThat(first).contains("epoch 1/10", "1.0 s left", "sparsity 90.0 %");
        now[0] += 50_000_000;
        progress.accept(at(2, 0.9));
        assertThat(text()).isEqualTo(first);
        now[0] += 60_000_000;
        progress.accept(at(3, 0.9));
        assertThat(text()).startsWith(first + "\u001b[1A\r\u001b[J");
    }

    @Test
    void aNarrowTerminalIsNeverWrapped() {
        LiveProgress progress =
                new LiveProgress(new Terminal(err, err, true, 40, 40, false), new PlainProgress(err), () -> 0);
        progress.accept(at(1, 0.9));
        assertThat(text().lines().map(line -> line.replaceAll("\u001b\\[[0-9]*[A-Z]|\r", "")))
                .allSatisfy(line -> assertThat(line.length()).isLessThan(40));
    }

    @Test
    void theTerminalIsLeftWithoutTheDrawnLines() {
        LiveProgress progress =
                new LiveProgress(new Terminal(err, err, true, 80, 80, false), new PlainProgress(err), () -> 0);
        progress.accept(at(1, 0.9));
        progress.close();
        assertThat(text()).endsWith("\u001b[1A\r\u001b[J");
    }

    @Test
    void quietSaysNotesOnly() {
        Progress progress = Progress.on(new Terminal(err, err, true, 80, 80, false), false, true);
        progress.accept(at(1, 0.9));
        progress.accept(new RunEvent.Note("The disk is nearly full."));
        progress.close();
        assertThat(text()).isEqualTo("The disk is nearly full.\n");
    }
}
