package org.espalier.core.execution;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.espalier.core.graph.Model;
import org.espalier.core.run.PlanReport;

/** What becomes of a model between two phases, for people. */
record FormChange(Model before, Model after) {
    /**
     * @param layers those of the model behind it
     */
    String text(List<PlanReport.Layer> layers) {
        long links = layers.stream().mapToLong(PlanReport.Layer::links).sum();
        double flops = layers.stream().mapToDouble(PlanReport.Layer::flops).sum();
        return String.format(
                Locale.ROOT,
                "%s. At most %,d links and %,.0f FLOPs for an example then; what the optimizer kept of these weights is zero",
                exchanged(),
                links,
                flops);
    }

    /** Which weights go and which come. */
    private String exchanged() {
        String gone = named(before, after);
        String fresh = named(after, before);
        return (gone.isEmpty() ? "" : "without " + gone)
                + (gone.isEmpty() || fresh.isEmpty() ? "" : ", ")
                + (fresh.isEmpty() ? "" : "with " + fresh);
    }

    /** The weights of a model that another has not. */
    private static String named(Model of, Model other) {
        Set<String> known = new HashSet<>();
        other.weights().forEach(weight -> known.add(weight.name()));
        return of.weights().stream()
                .filter(weight -> !known.contains(weight.name()))
                .map(weight -> weight.layer() + " (" + weight.shape().rows() + " x "
                        + weight.shape().columns() + ")")
                .collect(Collectors.joining(", "));
    }
}
