package org.espalier.core.check;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.espalier.api.Interval;
import org.espalier.core.catalog.OptionChecker;
import org.espalier.core.diagnostic.ClosestNames;
import org.espalier.core.diagnostic.DiagnosticId;
import org.espalier.core.diagnostic.Diagnostics;
import org.espalier.core.diagnostic.Place;
import org.espalier.core.plan.PhasePlan;
import org.espalier.core.plan.RecipePlan;
import org.espalier.core.plan.StreamLossPlan;
import org.espalier.core.plan.StreamPlan;

/** Checks the names of further data, and the losses on them. */
record StreamCheck(RecipePlan plan, OptionChecker plugins, Diagnostics found) {
    /** What is measured of the main data goes by these. */
    static final List<String> SPLITS = List.of("train", "validation", "test");

    private static final Interval WEIGHT = Interval.parse("(-inf, inf)");

    void check() {
        Map<String, Place> names = new HashMap<>();
        for (StreamPlan stream : plan.streams()) {
            checkName(stream);
            Place first = names.putIfAbsent(stream.name(), stream.place());
            if (first != null) {
                found.add(
                        DiagnosticId.DUPLICATE_NAME,
                        stream.place(),
                        "Two data are called '" + stream.name() + "'" + PlanChecker.inLine(first) + ".",
                        PlanChecker.ownName(
                                first,
                                stream.place(),
                                "data(\"" + stream.name() + "-$round\") { … }",
                                "Give each its own name."));
            }
        }
        plan.phases().forEach(this::checkLosses);
    }

    private void checkName(StreamPlan stream) {
        PlanChecker.checkName("block of data", stream.name(), stream.place(), found);
        if (SPLITS.contains(stream.name())) {
            found.add(
                    DiagnosticId.DUPLICATE_NAME,
                    stream.place(),
                    "'" + stream.name() + "' already names a part of the main data.",
                    "Call these otherwise: data('forget') { … }");
        }
    }

    private void checkLosses(PhasePlan phase) {
        List<String> known =
                plan.streams().stream().map(StreamPlan::name).distinct().toList();
        List<String> used = new ArrayList<>();
        for (StreamLossPlan stream : phase.step().streams()) {
            String name = stream.on().value();
            Place place = stream.on().place().known() ? stream.on().place() : phase.place();
            if (!known.contains(name)) {
                String none = known.isEmpty() ? "The recipe has no further data; say: data('" + name + "') { … }" : "";
                found.add(
                        DiagnosticId.UNKNOWN_NAME,
                        place,
                        "No data are called '" + name + "'.",
                        known.isEmpty() ? none : ClosestNames.hint(name, known));
            }
            if (used.contains(name)) {
                found.add(
                        DiagnosticId.CONTRADICTION,
                        place,
                        "The phase '" + phase.name() + "' has two losses on '" + name + "'.",
                        "Keep one.");
            }
            used.add(name);
            plugins.check(stream.loss());
            new DialCheck(plugins, found)
                    .check(
                            "'weight:' of loss",
                            stream.weight(),
                            WEIGHT,
                            stream.loss().place());
        }
    }
}
