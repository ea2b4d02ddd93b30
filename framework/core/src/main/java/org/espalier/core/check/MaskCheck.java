package org.espalier.core.check;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.espalier.core.diagnostic.ClosestNames;
import org.espalier.core.diagnostic.DiagnosticId;
import org.espalier.core.diagnostic.Diagnostics;
import org.espalier.core.diagnostic.Place;
import org.espalier.core.plan.ApplyPlan;
import org.espalier.core.plan.AveragePlan;
import org.espalier.core.plan.BetweenPlan;
import org.espalier.core.plan.MergePlan;
import org.espalier.core.plan.PhasePlan;
import org.espalier.core.plan.RecalibratePlan;
import org.espalier.core.plan.RecipePlan;
import org.espalier.core.plan.SelectPlan;
import org.espalier.core.plan.TransformPlan;
import org.espalier.core.plan.Value;

/** Checks that masks are there when they are used, and still fit the network. */
public final class MaskCheck {
    private static final String LINKS = ", groups: 'weight'";

    private final RecipePlan plan;
    private final Diagnostics found;
    private final Map<String, Place> made = new HashMap<>();
    private final List<String> fitting = new ArrayList<>();
    private final List<String> ofLinks = new ArrayList<>();
    private final Function<BetweenPlan, Optional<String>> reforms;
    private Place cut = Place.NONE;
    private String why = "";

    /**
     * @param reforms what changes the form of the network, and in what way
     */
    public MaskCheck(RecipePlan plan, Function<BetweenPlan, Optional<String>> reforms, Diagnostics found) {
        this.plan = plan;
        this.reforms = reforms;
        this.found = found;
    }

    /** Reports what is wrong with each. */
    public void check() {
        between(0);
        for (int i = 0; i < plan.phases().size(); i++) {
            PhasePlan phase = plan.phases().get(i);
            phase.step().regularize().forEach(penalty -> penalty.outside().ifPresent(mask -> use(mask, false)));
            phase.step().frozen().forEach(mask -> use(mask, true));
            between(i + 1);
        }
    }

    private void between(int phases) {
        for (BetweenPlan step : plan.betweenAfter(phases)) {
            switch (step) {
                case SelectPlan select -> {
                    make(select.mask());
                    if (select.ofLinks()) {
                        ofLinks.add(select.mask().value());
                    }
                }
                case ApplyPlan apply -> apply.mask().ifPresent(mask -> use(mask, false));
                case AveragePlan _, MergePlan _, RecalibratePlan _, TransformPlan _ -> {
                    // they neither make a mask nor use one
                }
            }
            reforms.apply(step).ifPresent(reason -> {
                fitting.clear();
                cut = step.place();
                why = reason;
            });
        }
    }

    private void requireKind(Value.Text mask, boolean links) {
        if (ofLinks.contains(mask.value()) != links) {
            found.add(
                    DiagnosticId.CONTRADICTION,
                    mask.place(),
                    "The mask '" + mask.value() + "' is one of " + (links ? "channels" : "links")
                            + ", and here stands one of " + (links ? "links" : "channels") + ".",
                    links
                            ? "Single links are chosen with groups: 'weight'"
                            : "Channels are chosen with groups: 'filter', and others, or by their scales.");
        }
    }

    private void make(Value.Text mask) {
        Place first = made.putIfAbsent(mask.value(), mask.place());
        if (first != null) {
            found.add(
                    DiagnosticId.DUPLICATE_NAME,
                    mask.place(),
                    "Two masks are called '" + mask.value() + "'" + PlanChecker.inLine(first) + ".",
                    PlanChecker.ownName(
                            first,
                            mask.place(),
                            "select …, mask: \"" + mask.value() + "-$round\"",
                            "Give each its own name."));
        }
        fitting.add(mask.value());
    }

    private void use(Value.Text mask, boolean links) {
        if (fitting.contains(mask.value())) {
            requireKind(mask, links);
            return;
        }
        if (made.containsKey(mask.value())) {
            found.add(
                    DiagnosticId.CONTRADICTION,
                    mask.place(),
                    "The mask '" + mask.value() + "' does not fit any more: " + why + " after it"
                            + (cut.known() ? ", in line " + cut.line() : "") + ".",
                    "Make it anew behind that.");
            return;
        }
        String known = fitting.isEmpty()
                ? "Make one before: select 'smallest', mask: '" + mask.value() + "', weights: 'conv*'"
                        + (links ? LINKS : "") + ", share: 0.5"
                : "Made before it: '" + String.join("', '", fitting) + "'.";
        found.add(
                DiagnosticId.UNKNOWN_NAME,
                mask.place(),
                "No mask '" + mask.value() + "' is made before this.",
                ClosestNames.hint(mask.value(), fitting, known));
    }
}
