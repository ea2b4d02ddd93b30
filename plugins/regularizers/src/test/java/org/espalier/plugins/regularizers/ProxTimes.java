package org.espalier.plugins.regularizers;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.DoubleUnaryOperator;
import org.espalier.api.RandomStream;
import org.espalier.testkit.GroupTable;

/**
 * Measures how long a proximal step of the envelope takes for 1000 to 1 000 000 groups: prints a table and writes a plot.
 * Argument: the file of the plot.
 */
final class ProxTimes {
    private static final int[] COUNTS = {1_000, 3_000, 10_000, 30_000, 100_000, 300_000, 1_000_000};
    private static final double STEP = 0.01;

    /** Groups that are gone through in all, for each number of them. */
    private static final long WORK = 30_000_000;

    /** Of the processor time of the thread, which other programs change less than the time that passes. */
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private static final int WIDTH = 640;
    private static final int HEIGHT = 420;
    private static final int MARGIN = 60;

    /** Kinds of norms. */
    private enum Norms {
        DRAWN("drawn", "#1b6ca8"),
        WEIGHED("drawn, with weights and costs", "#c1440e"),
        TIED("of ten sizes only", "#3a7d44");

        private final String text;
        private final String colour;

        Norms(String text, String colour) {
            this.text = text;
            this.colour = colour;
        }
    }

    private ProxTimes() {}

    public static void main(String[] args) throws IOException {
        double[][] seconds = new double[Norms.values().length][COUNTS.length];
        System.out.println("| groups | " + String.join(" | ", texts()) + " |");
        System.out.println("| --- |" + " --- |".repeat(seconds.length));
        for (int i = 0; i < COUNTS.length; i++) {
            StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "| %,d |", COUNTS[i]));
            for (Norms norms : Norms.values()) {
                double time = median(norms, COUNTS[i]);
                seconds[norms.ordinal()][i] = time;
                line.append(String.format(Locale.ROOT, " %.3f ms, %.1f ns |", 1e3 * time, 1e9 * time / COUNTS[i]));
            }
            System.out.println(line);
        }
        Files.writeString(Path.of(args[0]), plot(seconds));
    }

    private static String[] texts() {
        return Arrays.stream(Norms.values()).map(n -> n.text).toArray(String[]::new);
    }

    private static double median(Norms norms, int count) {
        RandomStream random = RandomStream.ofSeed(count);
        GroupEnvelope envelope = new GroupEnvelope(count);
        double[] drawn = new double[count];
        double total = 0;
        for (int j = 0; j < count; j++) {
            boolean weighed = norms == Norms.WEIGHED;
            envelope.weights()[j] = weighed ? 0.2 + 2 * random.fork("weights").uniform(j) : 1;
            envelope.costs()[j] = weighed ? 0.2 + 2 * random.fork("costs").uniform(j) : 1;
            total += envelope.costs()[j];
            double norm = random.uniform(j);
            drawn[j] = norms == Norms.TIED ? Math.ceil(10 * norm) / 10 : norm;
        }
        GroupTable groups = GroupTable.ofValues(count, STEP);
        int repeats = (int) (WORK / count);
        double[] times = new double[repeats];
        for (int r = 0; r < repeats; r++) {
            double[] stepped = drawn.clone();
            long begin = THREADS.getCurrentThreadCpuTime();
            envelope.prox(stepped, groups, 0, count, Math.floor(total / 4));
            times[r] = 1e-9 * (THREADS.getCurrentThreadCpuTime() - begin);
        }
        // The first third belongs to the compiler.
        double[] compiled = Arrays.copyOfRange(times, repeats / 3, repeats);
        Arrays.sort(compiled);
        return compiled[compiled.length / 2];
    }

    /** Both axes logarithmic; the grey line is a time in proportion to the number of groups. */
    private static String plot(double[]... seconds) {
        double least = 1e-6;
        double most = 1;
        DoubleUnaryOperator x = groups -> MARGIN + (WIDTH - 2 * MARGIN) * Math.log10(groups / 1e3) / 3;
        DoubleUnaryOperator y =
                time -> HEIGHT - MARGIN - (HEIGHT - 2 * MARGIN) * Math.log10(time / least) / Math.log10(most / least);
        StringBuilder svg = new StringBuilder(String.format(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" font-family=\"sans-serif\""
                        + " font-size=\"12\">%n<rect width=\"100%%\" height=\"100%%\" fill=\"white\"/>%n",
                WIDTH, HEIGHT));
        for (int power = 3; power <= 6; power++) {
            text(svg, x.applyAsDouble(Math.pow(10, power)) - 12, HEIGHT - MARGIN + 20, "#333", "10^" + power);
        }
        for (int power = -6; power <= 0; power++) {
            String[] names = {"1 µs", "10 µs", "0.1 ms", "1 ms", "10 ms", "0.1 s", "1 s"};
            double height = y.applyAsDouble(Math.pow(10, power));
            text(svg, 10, height + 4, "#333", names[power + 6]);
            line(svg, "#ddd", MARGIN, height, WIDTH - MARGIN, height);
        }
        text(svg, WIDTH / 2.0 - 20, HEIGHT - 15, "#333", "groups");
        double each = seconds[0][COUNTS.length - 1] / 1e6;
        line(
                svg,
                "#999",
                x.applyAsDouble(1e3),
                y.applyAsDouble(1e3 * each),
                x.applyAsDouble(1e6),
                y.applyAsDouble(1e6 * each));
        text(svg, MARGIN + 10, MARGIN - 26, "#999", "in proportion to the number of groups");
        for (Norms norms : Norms.values()) {
            text(svg, MARGIN + 10, MARGIN - 10 + 16 * norms.ordinal(), norms.colour, "norms " + norms.text);
            for (int i = 0; i < COUNTS.length; i++) {
                svg.append(String.format(
                        Locale.ROOT,
                        "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"4\" fill=\"%s\"/>%n",
                        x.applyAsDouble(COUNTS[i]),
                        y.applyAsDouble(seconds[norms.ordinal()][i]),
                        norms.colour));
            }
        }
        return svg.append("</svg>\n").toString();
    }

    private static void text(StringBuilder svg, double x, double y, String colour, String text) {
        svg.append(
                String.format(Locale.ROOT, "<text x=\"%.1f\" y=\"%.1f\" fill=\"%s\">%s</text>%n", x, y, colour, text));
    }

    private static void line(StringBuilder svg, String colour, double x1, double y1, double x2, double y2) {
        svg.append(String.format(
                Locale.ROOT,
                "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"%s\"/>%n",
                x1,
                y1,
                x2,
                y2,
                colour));
    }
}
