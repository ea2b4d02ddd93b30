package org.espalier.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.espalier.cli.terminal.Figures;
import org.espalier.cli.terminal.TextTable;
import org.espalier.core.bench.KernelReport;

/** What the rates of kernels say to a person. */
record KernelText(KernelReport report) {
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(report.backend() + ": " + report.description() + ", " + report.threads()
                + (report.threads() == 1 ? " thread" : " threads") + " of "
                + report.machine().processor());
        lines.add("the best of " + Figures.plain(report.seconds()) + " s each, " + report.positions()
                + " positions; dense products in the first cache: " + Figures.threeDigits(report.peakGigaflops())
                + " GFLOP/s, copies in the second: " + Figures.threeDigits(report.copyGigabytes()) + " GB/s");
        lines.add("");
        lines.addAll(kernels());
        lines.add("");
        lines.add(
                "Microseconds of a layer's three products (forward + both gradients at once; forward + input gradient + weight"
                        + " gradient):");
        lines.addAll(layers());
        lines.add("");
        return lines;
    }

    private List<String> kernels() {
        TextTable table = new TextTable("llrrrr").row("KERNEL", "OF", "RATE", "OF BOUND", "A CALL", "HEAP");
        for (KernelReport.Kernel k : report.kernels()) {
            table.row(
                    k.kernel(),
                    k.shape(),
                    Figures.threeDigits(k.rate())
                            + switch (k.unit()) {
                                case FLOPS -> " GFLOP/s";
                                case BYTES -> " GB/s   ";
                            },
                    Figures.percent(k.ofPeak()),
                    Figures.threeDigits(k.micros()) + " us",
                    Figures.bytes(Math.round(k.bytesAllocated())));
        }
        return table.lines();
    }

    private List<String> layers() {
        TextTable table =
                new TextTable("lrrrrr").row("LAYER", "SPARSITY", "SPARSE", "DENSE", "DENSE / SPARSE", "EACH ALONE");
        for (KernelReport.Layer layer : report.layers()) {
            table.row(
                    layer.layer(),
                    Figures.percent(layer.sparsity()),
                    sum(layer.forward().sparseMicros(), layer.gradientsMicros()),
                    sum(
                            layer.forward().denseMicros(),
                            layer.inputGradient().denseMicros(),
                            layer.weightGradient().denseMicros()),
                    ratio(layer.denseMicros() / layer.sparseMicros()),
                    ratio(layer.forward()) + ", " + ratio(layer.inputGradient()) + ", "
                            + ratio(layer.weightGradient()));
        }
        return table.lines();
    }

    private static String sum(double... micros) {
        return Arrays.stream(micros).mapToObj(Figures::threeDigits).collect(Collectors.joining(" + "));
    }

    private static String ratio(KernelReport.Product product) {
        return ratio(product.denseMicros() / product.sparseMicros());
    }

    private static String ratio(double ratio) {
        return String.format(Locale.ROOT, "%.2f", ratio);
    }
}
