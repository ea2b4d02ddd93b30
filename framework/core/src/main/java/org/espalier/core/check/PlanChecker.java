package org.espalier.core.check;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.espalier.core.catalog.OptionChecker;
import org.espalier.core.catalog.PluginCatalog;
import org.espalier.core.catalog.PluginDescriptor;
import org.espalier.core.diagnostic.ClosestNames;
import org.espalier.core.diagnostic.DiagnosticId;
import org.espalier.core.diagnostic.Diagnostics;
import org.espalier.core.diagnostic.Place;
import org.espalier.core.plan.ApplyPlan;
import org.espalier.core.plan.AveragePlan;
import org.espalier.core.plan.BetweenPlan;
import org.espalier.core.plan.DataPlan;
import org.espalier.core.plan.Expectation;
import org.espalier.core.plan.MergePlan;
import org.espalier.core.plan.PhasePlan;
import org.espalier.core.plan.PhasePoint;
import org.espalier.core.plan.RecalibratePlan;
import org.espalier.core.plan.RecipePlan;
import org.espalier.core.plan.RecipePlan.ReportPart;
import org.espalier.core.plan.SelectPlan;
import org.espalier.core.plan.TransformPlan;

/**
 * Checks a plan against the plugins at hand and against itself. It reports every mistake it finds and loads no plugin
 * class, so it is quick and safe; what needs the data (their shape, their size) is checked when a run starts.
 */
public final class PlanChecker {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");
    /** Measures a report can show beside those of metric plugins. */
    private static final List<String> REPORTS =
            List.of(ReportPart.ACTIVATIONS, "exploration", "flops", "links", "loss", "sparsity-by-layer");

    private final PluginCatalog catalog;

    /** A checker for the plugins at hand. */
    public PlanChecker(PluginCatalog catalog) {
        this.catalog = catalog;
    }

    /** Every mistake in a plan; empty when there is none. */
    public Diagnostics check(RecipePlan plan) {
        Diagnostics found = new Diagnostics();
        OptionChecker plugins = new OptionChecker(catalog, found);
        checkName("recipe", plan.name(), plan.place(), found);
        checkData(plan.data(), plugins, found);
        plan.streams().forEach(stream -> checkData(stream.data(), plugins, found));
        ModelCheck model = new ModelCheck(plan.model(), plugins, found);
        model.check();
        if (plan.between().stream().anyMatch(TransformPlan.class::isInstance)) {
            model.mayGetFactors();
        }
        CheckpointCheck.check(plan.checkpoint(), plan.place(), found);
        checkPhases(plan, model, plugins, found);
        for (Expectation expectation : plan.expectations()) {
            checkExpectation(expectation, plan, model, found);
        }
        checkExports(plan, plugins, found);
        checkReports(plan, found);
        return found;
    }

    /** Names end up in file names and reports. */
    static void checkName(String what, String name, Place place, Diagnostics found) {
        if (!isName(name)) {
            found.add(
                    DiagnosticId.WRONG_ARGUMENTS,
                    place,
                    "'" + name + "' cannot be the name of a " + what + ".",
                    "Names have letters, digits, '-', '_' and '.', at most 100, and begin with a letter or digit.");
        }
    }

    /** Whether a name can be one. */
    static boolean isName(String name) {
        return NAME.matcher(name).matches();
    }

    private static void checkData(DataPlan data, OptionChecker plugins, Diagnostics found) {
        plugins.check(data.source());
        data.prepare().forEach(plugins::check);
        if (data.batch() < 1) {
            found.add(
                    DiagnosticId.OUT_OF_RANGE,
                    data.place(),
                    "A batch has at least 1 example, not " + data.batch() + ".");
        }
        boolean shares = data.validation() >= 0 && data.test() >= 0 && data.validation() + data.test() < 1;
        if (!shares) {
            found.add(
                    DiagnosticId.OUT_OF_RANGE,
                    data.splitPlace().known() ? data.splitPlace() : data.place(),
                    "The shares held out must be in [0, 1) together; they are " + data.validation()
                            + " for validation and " + data.test() + " for testing.",
                    "For example: split validation: 0.1");
        }
    }

    private static void checkTransform(
            TransformPlan transform, ModelCheck model, OptionChecker plugins, Diagnostics found) {
        plugins.check(transform.use(), TransformPlan.BUILT_IN);
        ApplyCheck.requireBehindAPhase("'apply' changes", transform, found);
        transform.layers().forEach(selector -> model.requireMatch(selector.pattern(), selector.place()));
    }

    private static void checkMerge(MergePlan merge, ModelCheck model, Diagnostics found) {
        ApplyCheck.requireBehindAPhase("'apply' changes", merge, found);
        merge.layers().forEach(selector -> model.requireMatch(selector.pattern(), selector.place()));
    }

    private static void checkAverage(AveragePlan average, Diagnostics found) {
        if (average.of().stream().map(PhasePoint::from).distinct().count() < 2) {
            found.add(
                    DiagnosticId.WRONG_ARGUMENTS,
                    average.place(),
                    "A mean is of at least two networks.",
                    "For example: apply 'average', of: ['first', 'second']");
        }
    }

    private static void checkRecalibrate(RecalibratePlan recalibrate, Diagnostics found) {
        ApplyCheck.requireBehindAPhase("'apply' changes", recalibrate, found);
        if (recalibrate.batches() < 1 || recalibrate.batches() > RecalibratePlan.MOST_BATCHES) {
            found.add(
                    DiagnosticId.OUT_OF_RANGE,
                    recalibrate.place(),
                    "'batches:' of apply must be in [1, " + RecalibratePlan.MOST_BATCHES + "], was "
                            + recalibrate.batches() + ".",
                    "For example: apply 'recalibrate', batches: 100");
        }
    }

    private static void checkPhases(RecipePlan plan, ModelCheck model, OptionChecker plugins, Diagnostics found) {
        if (plan.phases().isEmpty()) {
            found.add(
                    DiagnosticId.MISSING_WORD,
                    plan.place(),
                    "The recipe '" + plan.name() + "' has no phase, so nothing is trained.",
                    "For example: phase('train') { train epochs(10) … }");
        }
        if (!new PlanSize(plan, found).check()) {
            return;
        }
        Map<String, PhasePlan> names = new HashMap<>();
        for (PhasePlan phase : plan.phases()) {
            checkName("phase", phase.name(), phase.place(), found);
            PhasePlan first = names.putIfAbsent(phase.name(), phase);
            if (first != null) {
                found.add(
                        DiagnosticId.DUPLICATE_NAME,
                        phase.place(),
                        "Two phases are called '" + phase.name() + "'" + inLine(first.place()) + ".",
                        ownName(
                                first.place(),
                                phase.place(),
                                "phase(\"" + phase.name() + "-$round\") { … }",
                                "Give each its own name; checkpoints and reports go by it."));
            }
            new PhaseCheck(phase, plan.data(), model, plugins, found).check();
        }
        new StreamCheck(plan, plugins, found).check();
        new PointCheck(plan, BetweenPlan::reforms, found).check();
        new OptimizerCheck(plan, found).check();
        for (BetweenPlan step : plan.between()) {
            switch (step) {
                case ApplyPlan apply -> new ApplyCheck(apply, model, found).check();
                case AveragePlan average -> checkAverage(average, found);
                case MergePlan merge -> checkMerge(merge, model, found);
                case RecalibratePlan recalibrate -> checkRecalibrate(recalibrate, found);
                case TransformPlan transform -> checkTransform(transform, model, plugins, found);
                case SelectPlan select -> new SelectCheck(select, model, plugins, found).check();
            }
        }
        new MaskCheck(plan, BetweenPlan::reforms, found).check();
    }

    /** Where the other of two things stands, when that is known. */
    static String inLine(Place first) {
        return first.known() ? "; the first is in line " + first.line() : "";
    }

    /**
     * How two things of one name come to have names of their own; what a repeat says several times stands in one place.
     *
     * @param inRepeat how the second would be said in a repeat
     * @param otherwise the hint where there is no repeat
     */
    static String ownName(Place first, Place second, String inRepeat, String otherwise) {
        return first.known() && first.equals(second)
                ? "A repeat says it several times; put the round into the name: repeat(3) { round -> " + inRepeat + " }"
                : otherwise;
    }

    private void checkExpectation(Expectation expectation, RecipePlan plan, ModelCheck model, Diagnostics found) {
        switch (expectation.metric()) {
            case "sparsity", "links", "filters" -> {
                if (!expectation.of().equals("*")) {
                    model.requireMatch(expectation.of(), expectation.place());
                }
                double most = expectation.metric().equals("sparsity") ? 1 : Double.MAX_VALUE;
                if (!(expectation.wanted() >= 0 && expectation.wanted() <= most)) {
                    found.add(
                            DiagnosticId.OUT_OF_RANGE,
                            expectation.place(),
                            most == 1
                                    ? "A sparsity is in [0, 1], not " + expectation.wanted() + "."
                                    : "A number of " + expectation.metric() + " is at least 0, not "
                                            + expectation.wanted() + ".");
                }
            }
            default -> checkMeasured(expectation, plan, found);
        }
    }

    private void checkMeasured(Expectation expectation, RecipePlan plan, Diagnostics found) {
        List<String> metrics = new ArrayList<>(names("metric"));
        metrics.addAll(Expectation.OF_EXPERTS);
        if (!metrics.contains(expectation.metric())) {
            List<String> known = new ArrayList<>(metrics);
            known.addAll(List.of("filters", "links", "sparsity"));
            found.add(
                    DiagnosticId.UNKNOWN_PLUGIN,
                    expectation.place(),
                    "There is no metric '" + expectation.metric() + "'.",
                    ClosestNames.hint(expectation.metric(), known));
        }
        List<String> measured = new ArrayList<>(StreamCheck.SPLITS);
        plan.streams().forEach(stream -> measured.add(stream.name()));
        if (!measured.contains(expectation.on())) {
            found.add(
                    DiagnosticId.UNKNOWN_NAME,
                    expectation.place(),
                    "Nothing is measured on '" + expectation.on() + "'.",
                    ClosestNames.hint(expectation.on(), measured));
        }
        if (expectation.on().equals("validation") && plan.data().validation() == 0) {
            found.add(
                    DiagnosticId.CONTRADICTION,
                    expectation.place(),
                    "This is measured on validation data, and none is held out.",
                    "Say in data { … }: split validation: 0.1");
        }
    }

    private static void checkExports(RecipePlan plan, OptionChecker plugins, Diagnostics found) {
        List<String> files = new ArrayList<>();
        for (RecipePlan.ExportPlan export : plan.exports()) {
            plugins.check(export.exporter());
            String to = export.to();
            boolean outside = to.isBlank()
                    || to.startsWith("/")
                    || to.contains("\\")
                    || to.contains("\0")
                    || List.of(to.split("/")).contains("..");
            if (outside) {
                found.add(
                        DiagnosticId.OUT_OF_RANGE,
                        export.place(),
                        "'to:' names a file inside the run's folder, not '" + to.replace("\0", "\\0") + "'.",
                        "For example: to: 'model.safetensors'");
            }
            if (files.contains(to)) {
                found.add(
                        DiagnosticId.DUPLICATE_NAME, export.place(), "Two exports write '" + to + "'.", "Rename one.");
            }
            files.add(to);
        }
    }

    private void checkReports(RecipePlan plan, Diagnostics found) {
        List<String> known = new ArrayList<>(names("metric"));
        known.addAll(REPORTS);
        known.addAll(Expectation.OF_EXPERTS);
        for (RecipePlan.ReportPart part : plan.reports()) {
            if (!known.contains(part.name())) {
                found.add(
                        DiagnosticId.UNKNOWN_NAME,
                        part.place(),
                        "No report shows '" + part.name() + "'.",
                        ClosestNames.hint(part.name(), known));
            }
        }
    }

    private List<String> names(String kind) {
        return catalog.plugins().stream()
                .filter(p -> p.kind().equals(kind))
                .map(PluginDescriptor::name)
                .distinct()
                .sorted()
                .toList();
    }
}
