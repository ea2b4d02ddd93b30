package org.espalier.core.train;

import java.util.Optional;
import java.util.function.DoubleSupplier;
import org.espalier.api.loop.Optimizer;
import org.espalier.core.guard.Caller;
import org.espalier.core.kernel.NativeMemory;
import org.espalier.core.model.Network;
import org.espalier.core.storage.WeightStore;

/** Finds out what went wrong when a loss is not finite: which parameter, and its largest change in the step before. */
final class DivergenceReport {
    private final Network network;
    private final String text;
    private final boolean parametersFinite;

    /**
     * Looks at the network as it is.
     *
     * @param oldValuesKept whether the values before the last step still lie in the gradients' place
     */
    DivergenceReport(Network network, boolean oldValuesKept) {
        this.network = network;
        Optional<Change> broken = Optional.empty();
        Optional<Change> largest = Optional.empty();
        for (WeightStore parameter : network.parameters()) {
            Change change = change(parameter, oldValuesKept);
            if (change.broken > 0 && broken.isEmpty()) {
                broken = Optional.of(change);
            }
            if (largest.isEmpty() || change.size > largest.get().size) {
                largest = Optional.of(change);
            }
        }
        this.parametersFinite = broken.isEmpty();
        this.text = broken.isPresent()
                ? broken.get().brokenText()
                : "All parameters are finite."
                        + (oldValuesKept && largest.isPresent()
                                ? " " + largest.get().largestText()
                                : "");
    }

    /** One sentence about the parameters. */
    String text() {
        return text;
    }

    /**
     * Who wrote values that are not finite, when that can be told.
     *
     * @param repeatStep computes loss and gradients of the last good step once more
     */
    Optional<String> culprit(DoubleSupplier repeatStep, Optimizer optimizer) {
        if (parametersFinite || !Double.isFinite(repeatStep.getAsDouble())) {
            return Optional.empty();
        }
        for (WeightStore parameter : network.parameters()) {
            if (firstBroken(parameter.gradient(), parameter.count()) >= 0) {
                return Optional.of("The gradient of " + parameter.shape().name() + " was not finite in that step.");
            }
        }
        return Optional.of("The gradients of that step were finite, so it was "
                + Caller.of(optimizer).map(Caller::mention).orElse("the optimizer") + " that wrote them.");
    }

    private static int firstBroken(long address, int count) {
        for (int k = 0; k < count; k++) {
            if (!Float.isFinite(NativeMemory.getFloat(address + 4L * k))) {
                return k;
            }
        }
        return -1;
    }

    private static Change change(WeightStore parameter, boolean oldValuesKept) {
        Change change = new Change(parameter, oldValuesKept);
        for (int k = 0; k < parameter.count(); k++) {
            float now = NativeMemory.getFloat(parameter.values() + 4L * k);
            if (!Float.isFinite(now)) {
                change.broken++;
                change.first = change.first < 0 ? k : change.first;
            } else if (oldValuesKept) {
                double size = Math.abs((double) now - NativeMemory.getFloat(parameter.gradient() + 4L * k));
                if (size > change.size) {
                    change.size = size;
                    change.at = k;
                }
            }
        }
        return change;
    }

    /** What the last step did to a parameter. */
    private static final class Change {
        private final WeightStore parameter;
        private final boolean oldValuesKept;
        private int broken;
        private int first = -1;
        private double size;
        private int at;

        Change(WeightStore parameter, boolean oldValuesKept) {
            this.parameter = parameter;
            this.oldValuesKept = oldValuesKept;
        }

        String brokenText() {
            return broken + " of " + parameter.count() + " values of "
                    + parameter.shape().name() + " are NaN or infinite, the first " + place(first)
                    + (oldValuesKept ? ", which was " + old(first) + " a step before." : ".");
        }

        String largestText() {
            return "The largest change in the step before was in "
                    + parameter.shape().name() + ", " + place(at) + ": from " + old(at) + " to "
                    + NativeMemory.getFloat(parameter.values() + 4L * at) + ".";
        }

        private float old(int index) {
            return NativeMemory.getFloat(parameter.gradient() + 4L * index);
        }

        private String place(int index) {
            return "in row " + parameter.row(index) + ", column " + parameter.column(index);
        }
    }
}
