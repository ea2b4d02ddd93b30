package org.espalier.core.check;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.espalier.api.loop.Claim;
import org.espalier.core.catalog.ClaimSet;
import org.espalier.core.catalog.OptionChecker;
import org.espalier.core.catalog.PluginDescriptor;
import org.espalier.core.diagnostic.ClosestNames;
import org.espalier.core.diagnostic.DiagnosticId;
import org.espalier.core.diagnostic.Diagnostics;
import org.espalier.core.diagnostic.Place;
import org.espalier.core.plan.GroupPlan;
import org.espalier.core.plan.RegularizePlan;
import org.espalier.core.plan.RulePlan;
import org.espalier.core.plan.SparsifyPlan.LayerSelector;
import org.espalier.core.plan.StepPlan;

/** Checks the rules of a phase, each by itself, and that nothing else changes what one of them owns. */
final class RuleCheck {
    private final StepPlan step;
    private final ModelCheck model;
    private final OptionChecker plugins;
    private final Diagnostics found;
    private final List<Claimant> claimants = new ArrayList<>();

    RuleCheck(StepPlan step, ModelCheck model, OptionChecker plugins, Diagnostics found) {
        this.step = step;
        this.model = model;
        this.plugins = plugins;
        this.found = found;
    }

    /**
     * Something that changes what a rule may own.
     *
     * @param text for people
     * @param of the layers it changes it of; for a dial, the dial's name
     */
    private record Claimant(String text, Place place, Claim claim, boolean owns, boolean rule, Set<String> of) {
        boolean conflictsWith(Claimant other) {
            return claim == other.claim
                    && (owns || other.owns)
                    && (rule || other.rule)
                    && !Collections.disjoint(of, other.of);
        }

        /** For people: what both of them change. */
        String shared(Claimant other) {
            String first = of.stream().filter(other.of::contains).findFirst().orElse("");
            return claim.text() + (claim == Claim.DIAL ? " '" : " of '") + first + "'";
        }
    }

    void check() {
        step.clip().ifPresent(clip -> claim("clip", clip.place(), Claim.GRADIENTS, model.matching("*")));
        for (RegularizePlan penalty : step.regularize()) {
            List<LayerSelector> selectors = new ArrayList<>(penalty.weights());
            selectors.addAll(penalty.scales());
            Claim claim = penalty.by().stepsItself() ? Claim.VALUES : Claim.GRADIENTS;
            claim("regularize '" + penalty.use().name() + "'", penalty.place(), claim, layers(selectors));
        }
        step.rules().forEach(this::check);
    }

    private void claim(String text, Place place, Claim claim, Collection<String> layers) {
        claimants.add(new Claimant(text, place, claim, false, false, new LinkedHashSet<>(layers)));
    }

    private void check(RulePlan rule) {
        rule.layers().forEach(selector -> model.requireMatch(selector.pattern(), selector.place()));
        checkDial(rule);
        ClaimSet claims =
                plugins.check(rule.use()).map(PluginDescriptor::claims).orElse(ClaimSet.NONE);
        Set<String> layers = rule.layers().isEmpty() ? new LinkedHashSet<>(model.matching("*")) : layers(rule.layers());
        if (claims.has(Claim.VALUES)) {
            checkFrozen(rule, layers);
        }
        for (Claim claim : Claim.values()) {
            if (claims.has(claim)) {
                Set<String> of = claim == Claim.DIAL ? Set.of(rule.dialName()) : layers;
                add(new Claimant(
                        "rule '" + rule.use().name() + "'",
                        rule.place(),
                        claim,
                        claims.owns().contains(claim),
                        true,
                        of));
            }
        }
    }

    private void add(Claimant claimant) {
        claimants.stream()
                .filter(claimant::conflictsWith)
                .findFirst()
                .ifPresent(other -> found.add(
                        DiagnosticId.CONTRADICTION,
                        claimant.place(),
                        claimant.text() + " and " + other.text() + " both change "
                                + claimant.shared(other) + ", and " + (claimant.owns() ? claimant.text() : other.text())
                                + " has that for itself" + PlanChecker.inLine(other.place()) + ".",
                        claimant.claim() == Claim.DIAL
                                ? "Leave one of them out, or give it another dial."
                                : "Leave one of them out, or give each layers of its own: layers: 'fc1'"));
        claimants.add(claimant);
    }

    /** A name only a trace knows stands for itself. */
    private Set<String> layers(List<LayerSelector> selectors) {
        Set<String> layers = new LinkedHashSet<>();
        for (LayerSelector selector : selectors) {
            List<String> matching = model.matching(selector.pattern());
            layers.addAll(matching.isEmpty() ? List.of(selector.pattern()) : matching);
        }
        return layers;
    }

    private void checkFrozen(RulePlan rule, Set<String> layers) {
        for (String layer : layers) {
            List<GroupPlan> rates = step.rates().stream()
                    .filter(rate -> rate.of().matches(layer))
                    .toList();
            Place frozen = rates.isEmpty() ? Place.NONE : rates.getLast().place();
            if (!rates.isEmpty() && rates.getLast().times().value() == 0) {
                found.add(
                        DiagnosticId.CONTRADICTION,
                        rule.place(),
                        "rule '" + rule.use().name() + "' changes the values of '" + layer
                                + "', which 'rate … times: 0' freezes"
                                + (frozen.known() ? " in line " + frozen.line() : "") + ".",
                        "Name the layers it may change: layers: 'fc1'");
                return;
            }
        }
    }

    private void checkDial(RulePlan rule) {
        List<String> dials = step.dials();
        long named = dials.stream().filter(rule.dialName()::equals).count();
        if (named != 1) {
            found.add(
                    DiagnosticId.UNKNOWN_NAME,
                    rule.dial().map(text -> text.place()).orElse(rule.place()),
                    named == 0
                            ? "This phase has no dial '" + rule.dialName() + "'."
                            : "There are " + named + " dials '" + rule.dialName() + "' in this phase.",
                    named == 0
                            ? ClosestNames.hint(rule.dialName(), dials)
                            : "A rule takes over a dial whose name is there once.");
        }
    }
}
