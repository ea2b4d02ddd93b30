package org.espalier.core.catalog;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.espalier.core.plan.Groups;
import org.espalier.core.plan.LayerPlan;
import org.espalier.core.plan.PhasePlan;
import org.espalier.core.plan.RegularizePlan;
import org.espalier.core.plan.RulePlan;
import org.espalier.core.plan.SelectPlan;
import org.espalier.core.plan.TransformPlan;
import org.espalier.core.plan.WeightsPlan;

/** Options every plugin of a kind has; the engine applies them, the plugin never sees them. */
public final class UniversalOptions {
    private static final OptionDescriptor OVER = new OptionDescriptor(
            "over",
            OptionType.SPAN,
            "The stretch the schedule covers; by default the whole window it stands in.",
            Optional.of("percent(100)"),
            "",
            List.of());
    private static final OptionDescriptor WARMUP = new OptionDescriptor(
            "warmup",
            OptionType.SPAN,
            "A linear ramp from 0 that multiplies the value.",
            Optional.of("steps(0)"),
            "",
            List.of());

    private static final List<OptionDescriptor> REGULARIZE = List.of(
            names("weights", "Names of layers whose weights are penalised."),
            names("scales", "Names of layers whose scales are penalised."),
            choice("groups", "What makes a group.", Groups.values()),
            new OptionDescriptor(
                    "strength",
                    OptionType.DIAL,
                    "What the penalty is multiplied by.",
                    Optional.empty(),
                    "[0, inf)",
                    List.of()),
            new OptionDescriptor(
                    "every",
                    OptionType.SPAN,
                    "How far apart proximal steps are.",
                    Optional.of("steps(1)"),
                    "",
                    List.of()),
            choice(
                    "by",
                    "A proximal step after the optimizer's, an addition to the gradient, or a half-space step.",
                    RegularizePlan.By.values()),
            new OptionDescriptor(
                    "epsilon",
                    OptionType.DOUBLE,
                    "Of a half-space step: what part of its old self a group must still have along itself to stay.",
                    Optional.of("0"),
                    "[0, 1)",
                    List.of()),
            new OptionDescriptor(
                    "outside",
                    OptionType.TEXT,
                    "A mask made by select: only what is not in it is penalised.",
                    Optional.of(""),
                    "",
                    List.of()));
    private static final List<OptionDescriptor> OPTIMIZER = List.of(new OptionDescriptor(
            PhasePlan.OPTIMIZER_FROM,
            OptionType.TEXT,
            "The phase just before, with whose optimizer it goes on: what that kept for each value, and its count of steps;"
                    + " by default it begins anew.",
            Optional.of(""),
            "",
            List.of()));

    private static final List<OptionDescriptor> SELECT = List.of(
            new OptionDescriptor("mask", OptionType.TEXT, "What the mask is called.", Optional.empty(), "", List.of()),
            names("weights", "Names of layers whose groups of weights are chosen from."),
            names("scales", "Names of layers whose scales are chosen from."),
            choice("groups", "What makes a group of weights.", SelectPlan.GROUPS.toArray(Groups[]::new)));

    private static final List<OptionDescriptor> TRANSFORM =
            List.of(names("layers", "Names of layers it may change; by default all."));

    private static final List<OptionDescriptor> WEIGHTS = List.of(
            new OptionDescriptor("file", OptionType.PATH, "The file.", Optional.empty(), "", List.of()),
            names("only", "Names of layers that get values; by default all."),
            names("except", "Names of layers that get none."),
            new OptionDescriptor(
                    "rename",
                    OptionType.TEXT_MAP,
                    "Names here by names in the file; * stands for the same characters in both.",
                    Optional.of(""),
                    "",
                    List.of()));

    private static final List<OptionDescriptor> RULE = List.of(
            names("layers", "Names of layers it may change; by default all."),
            new OptionDescriptor(
                    "dial",
                    OptionType.TEXT,
                    "The dial it reads and may take over: 'learningRate', 'clip', or 'NAME.strength' of a regularizer.",
                    Optional.of("learningRate"),
                    "",
                    List.of()));

    private UniversalOptions() {}

    /** Any number of names. */
    private static OptionDescriptor names(String name, String doc) {
        return new OptionDescriptor(name, OptionType.TEXT_LIST, doc, Optional.of(""), "", List.of());
    }

    /** The first choice is the default. */
    private static OptionDescriptor choice(String name, String doc, Enum<?>[] choices) {
        List<String> names = Arrays.stream(choices).map(LayerPlan::recipeName).toList();
        return new OptionDescriptor(name, OptionType.CHOICE, doc, Optional.of(names.getFirst()), "", names);
    }

    /** The universal options of a kind, often none. */
    public static List<OptionDescriptor> of(String kind) {
        return switch (kind) {
            case "schedule" -> List.of(OVER, WARMUP);
            case "optimizer" -> OPTIMIZER;
            case RegularizePlan.KIND -> REGULARIZE;
            case SelectPlan.KIND -> SELECT;
            case TransformPlan.KIND -> TRANSFORM;
            case RulePlan.KIND -> RULE;
            case WeightsPlan.KIND -> WEIGHTS;
            default -> List.of();
        };
    }

    /** A plugin's own options and, after them, the universal ones of its kind. */
    public static List<OptionDescriptor> and(PluginDescriptor plugin) {
        List<OptionDescriptor> all = new ArrayList<>(plugin.options());
        all.addAll(of(plugin.kind()));
        return all;
    }
}
