package org.espalier.core.check;

import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.Set;
import org.espalier.api.Interval;
import org.espalier.api.Span;
import org.espalier.core.catalog.OptionChecker;
import org.espalier.core.diagnostic.DiagnosticId;
import org.espalier.core.diagnostic.Diagnostics;
import org.espalier.core.diagnostic.Place;
import org.espalier.core.plan.PhasePlan;
import org.espalier.core.plan.SparsifyPlan;
import org.espalier.core.plan.SparsifyPlan.Execution;
import org.espalier.core.plan.SparsifyPlan.LayerSelector;
import org.espalier.core.plan.SparsifyPlan.Precision;
import org.espalier.core.plan.SparsifyPlan.UpdateWindow;
import org.espalier.core.plan.Value;

/** Checks one sparsify block: that it selects something, that it can be done, and that its words agree. */
final class SparsifyCheck {
    private static final Interval SPARSITY = Interval.parse("[0, 1)");
    private static final Interval REPLACE = Interval.parse("[0, 1]");

    private final SparsifyPlan plan;
    private final PhasePlan phase;
    private final ModelCheck model;
    private final OptionChecker plugins;
    private final Diagnostics found;

    SparsifyCheck(SparsifyPlan plan, PhasePlan phase, ModelCheck model, OptionChecker plugins, Diagnostics found) {
        this.plan = plan;
        this.phase = phase;
        this.model = model;
        this.plugins = plugins;
        this.found = found;
    }

    void check() {
        plugins.check(plan.distribute());
        plugins.check(plan.pattern());
        plugins.check(plan.start());
        plan.prune().ifPresent(plugins::check);
        plan.grow().ifPresent(plugins::check);
        DialCheck dials = new DialCheck(plugins, found);
        dials.check("sparsity", plan.sparsity(), SPARSITY, plan.place());
        plan.replace().ifPresent(r -> dials.check("replace", r, REPLACE, plan.place()));
        checkSelection();
        checkFeasible();
        plan.update().ifPresent(this::checkWindow);
        checkUpdateWords();
        checkStart();
        if (plan.storage().latent()) {
            checkLatent();
        }
        if (plan.precision() == Precision.MIXED) {
            checkMixed();
        }
    }

    /** Rounded values are fetched by links that are trained themselves. */
    private void checkMixed() {
        if (plan.execution() != Execution.SPARSE) {
            contradiction(
                    plan.place(),
                    "Rounded values are fetched by links, and under execution '"
                            + plan.execution().word() + "' products read every position.",
                    "Leave out: execution '" + plan.execution().word() + "'. Or: precision 'mixed'");
        }
        if (plan.storage().latent()) {
            contradiction(
                    plan.place(),
                    "Rounded values are fetched by links that are trained, and of a latent weight every position is.",
                    "Leave out: storage 'latent'. Or: precision 'mixed'");
        }
    }

    private void checkLatent() {
        double decay = plan.storage().decay();
        if (!(decay >= 0) || decay == Double.POSITIVE_INFINITY) {
            found.add(
                    DiagnosticId.OUT_OF_RANGE,
                    plan.place(),
                    "The decay of what is not seen is a number from 0 on, not " + decay + ".",
                    "For example: storage 'latent', decay: 2e-4");
        }
        if (plan.update().isEmpty()) {
            contradiction(
                    plan.place(),
                    "A latent weight shows other links at every update, and this block has none.",
                    "Say when: update every: steps(10), and prune 'magnitude'. Or leave out: storage 'latent'");
        }
    }

    private void checkSelection() {
        if (plan.layers().isEmpty()) {
            found.add(
                    DiagnosticId.EMPTY_SELECTION,
                    plan.place(),
                    "The sparsify block selects no layers.",
                    "For example: layers 'fc*'");
        }
        for (LayerSelector selector : plan.layers()) {
            model.requireMatch(selector.pattern(), selector.place());
        }
    }

    /** Every layer keeps at least one link. */
    private void checkFeasible() {
        Set<String> layers = new LinkedHashSet<>();
        plan.layers().forEach(selector -> layers.addAll(model.matching(selector.pattern())));
        double positions = layers.stream().mapToDouble(model::positions).sum();
        OptionalDouble sparsity = DialCheck.highest(plan.sparsity());
        if (layers.isEmpty() || sparsity.isEmpty() || !SPARSITY.contains(sparsity.getAsDouble())) {
            return;
        }
        double links = Math.rint((1 - sparsity.getAsDouble()) * positions);
        if (links < layers.size()) {
            double most = Math.floor((1 - layers.size() / positions) * 1e6) / 1e6;
            found.add(
                    DiagnosticId.INFEASIBLE_SPARSITY,
                    plan.sparsity().place().known() ? plan.sparsity().place() : plan.place(),
                    String.format(
                            Locale.ROOT,
                            "A sparsity of %s leaves %.0f links for %d layers, which need one each.",
                            sparsity.getAsDouble(),
                            links,
                            layers.size()),
                    "The most these layers can have is " + most + ".");
        }
    }

    private void checkWindow(UpdateWindow window) {
        if (window.every().amount() == 0) {
            found.add(
                    DiagnosticId.OUT_OF_RANGE,
                    window.place(),
                    "An update every " + window.every() + " has no steps between.",
                    "For example: every: steps(100)");
        }
        OptionalDouble from = share(window.from());
        OptionalDouble until = share(window.until());
        boolean sameUnit = window.from().unit() == window.until().unit();
        if (sameUnit
                ? window.until().amount() < window.from().amount()
                : from.isPresent() && until.isPresent() && until.getAsDouble() < from.getAsDouble()) {
            contradiction(
                    window.place(),
                    "Updates end (" + window.until() + ") before they begin (" + window.from() + ").",
                    "Let until: come after from:.");
        }
        if (from.orElse(0) >= 1) {
            contradiction(
                    window.place(),
                    "Updates begin (" + window.from() + ") when the phase of " + phase.train() + " is over.",
                    "Begin earlier.");
        } else if (until.orElse(0) > 1) {
            contradiction(
                    window.place(),
                    "Updates end (" + window.until() + ") after the phase of " + phase.train() + ".",
                    "Leave until: out to go on to the end.");
        }
    }

    /** A span as a share of the phase, where that can be told without the data. */
    private OptionalDouble share(Span span) {
        if (span.unit() == Span.Unit.PERCENT) {
            return OptionalDouble.of(span.amount() / 100);
        }
        return span.unit() == phase.train().unit() && phase.train().amount() > 0
                ? OptionalDouble.of(span.amount() / phase.train().amount())
                : OptionalDouble.empty();
    }

    private void checkUpdateWords() {
        boolean updates = plan.update().isPresent();
        String sayUpdate = "Say when: update every: steps(100), until: percent(75)";
        if (updates && plan.prune().isEmpty()) {
            contradiction(
                    plan.update().get().place(),
                    "Links move at updates, and no 'prune' says which go.",
                    "For example: prune 'magnitude'");
        }
        if (!updates) {
            plan.prune()
                    .ifPresent(p ->
                            contradiction(p.place(), "'prune' works at updates, and this block has none.", sayUpdate));
            plan.replace()
                    .ifPresent(r -> contradiction(
                            r.place(), "'replace' works at updates, and this block has none.", sayUpdate));
        }
        if (plan.grow().isPresent() && plan.replace().isEmpty()) {
            contradiction(
                    plan.grow().get().place(),
                    "'grow' brings in the links that 'replace' takes out, and this block has no 'replace'.",
                    "Say how many: replace 'cosine', from: 0.3, to: 0");
        }
        if (plan.replace().isPresent() && plan.grow().isEmpty()) {
            contradiction(
                    plan.replace().get().place(),
                    "'replace' takes links out, and no 'grow' says which come in.",
                    "For example: grow 'gradient'");
        }
        if (!updates && plan.sparsity() instanceof Value.Part) {
            contradiction(
                    plan.sparsity().place(),
                    "The sparsity changes over time, and this block has no updates to follow it.",
                    sayUpdate);
        }
    }

    private void checkStart() {
        boolean constant = plan.sparsity() instanceof Value.Num n && n.value() > 0;
        if (constant && plan.start().name().equals("dense") && plan.update().isEmpty()) {
            contradiction(
                    plan.start().place(),
                    "This block starts dense and never prunes, so its sparsity is never reached.",
                    "Start 'random', or say when to prune: update every: steps(100), and prune 'magnitude'.");
        }
    }

    private void contradiction(Place place, String message, String hint) {
        found.add(DiagnosticId.CONTRADICTION, place.known() ? place : plan.place(), message, hint);
    }
}
