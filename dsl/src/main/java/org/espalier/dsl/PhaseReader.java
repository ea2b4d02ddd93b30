package org.espalier.dsl;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.espalier.api.Span;
import org.espalier.core.diagnostic.DiagnosticId;
import org.espalier.core.diagnostic.Place;
import org.espalier.core.plan.DivergencePlan;
import org.espalier.core.plan.PhasePlan;
import org.espalier.core.plan.PhasePoint;
import org.espalier.core.plan.PluginUse;
import org.espalier.core.plan.SparsifyPlan;
import org.espalier.core.plan.StreamLossPlan;
import org.espalier.core.plan.Value;
import org.espalier.core.plan.WeightsPlan;

/** Reads {@code phase('name') { … }}. */
final class PhaseReader {
    private final Reading reading;
    private final StepReader step = new StepReader();
    private final List<SparsifyPlan> sparsify = new ArrayList<>();
    private Optional<PhasePoint> start = Optional.empty();
    private final List<WeightsPlan> weights = new ArrayList<>();
    private Optional<PhasePoint> teacher = Optional.empty();
    private Span train = Span.epochs(1);
    private Optional<PluginUse> sample = Optional.empty();
    private PluginUse loss = new PluginUse("loss", "?", Map.of(), Place.NONE);
    private PluginUse optimizer = new PluginUse("optimizer", "?", Map.of(), Place.NONE);
    private Value learningRate = Value.of(1.0);
    private boolean saysLoss;
    private Optional<Span> validateEvery = Optional.empty();
    private DivergencePlan onDivergence = DivergencePlan.STOP;

    PhaseReader(Reading reading) {
        this.reading = reading;
    }

    PhasePlan read(String name, Place place, Sentence.Block block) {
        BlockReader words = new BlockReader(Vocabulary.PHASE, reading)
                .on("start", a -> start = point(a, "it begins with"))
                .on(
                        WeightsPlan.KIND,
                        a -> a.plugin(WeightsPlan.KIND).ifPresent(use -> weights.add(new WeightsPlan(use))))
                .on("teacher", a -> teacher = point(a, "it learns from"))
                .on("train", a -> a.span("a span").ifPresent(span -> train = span))
                .on(PhasePlan.SAMPLE, a -> sample = a.plugin(PhasePlan.SAMPLE))
                .on("loss", this::loss)
                .on("optimizer", a -> a.plugin("optimizer").ifPresent(use -> optimizer = use))
                .on("learningRate", a -> a.dial("a number or a schedule").ifPresent(v -> learningRate = v))
                .on(
                        "sparsify",
                        a -> a.block().ifPresent(b -> sparsify.add(new SparsifyReader(reading).read(a.place(), b))))
                .on("validate", this::validate)
                .on("onDivergence", a -> onDivergence = new DivergenceReader(reading).read(a));
        step.readsIn(words);
        words.read(block).require(place, "The phase '" + name + "'", "train", "loss", "optimizer", "learningRate");
        if (!saysLoss) {
            step.firstStream().ifPresent(this::onlyOnStreams);
        }
        return new PhasePlan(
                name,
                start,
                weights,
                teacher,
                train,
                sample,
                loss,
                optimizer,
                learningRate,
                step.plan(),
                sparsify,
                validateEvery,
                onDivergence,
                place);
    }

    /** {@code start from: 'train', at: epochs(2)}. */
    private static Optional<PhasePoint> point(Arguments a, String purpose) {
        a.example(a.word() + " from: 'train', at: epochs(2)");
        Optional<Value.Text> from = a.textOption("from");
        Optional<Span> at = a.spanOption("at");
        if (!a.has("from")) {
            a.wrongAltogether("'" + a.word() + "' says with 'from:' which phase's network " + purpose + ".");
        }
        return from.map(phase -> new PhasePoint(phase.value(), at, phase.place()));
    }

    private void loss(Arguments a) {
        if (a.has("on")) {
            step.stream(a);
            return;
        }
        if (saysLoss) {
            reading.repeated("loss", "phase", a.place(), loss.place(), "loss 'cross-entropy', on: 'forget'");
        }
        Optional<PluginUse> said = a.plugin("loss");
        if (!saysLoss) {
            said.ifPresent(use -> loss = use);
        }
        saysLoss = true;
    }

    private void onlyOnStreams(StreamLossPlan stream) {
        reading.found()
                .add(
                        DiagnosticId.MISSING_WORD,
                        stream.loss().place(),
                        "The phase has a loss on '" + stream.on().value()
                                + "', and none on the data that epochs count.",
                        "For example: " + Vocabulary.example("loss"));
    }

    private void validate(Arguments a) {
        validateEvery = a.spanOption("every");
        if (!a.has("every")) {
            a.wrong(a.place(), "'validate' says how often.");
        }
        a.textOption("on").ifPresent(on -> {
            if (on.value().equals("test")) {
                reading.found()
                        .add(
                                DiagnosticId.CHOOSING_ON_TEST,
                                on.place(),
                                "Validating on the test data during training would let choices see it.",
                                "Hold out examples with split validation: 0.1 and leave 'on:' out.");
            } else if (!on.value().equals("validation")) {
                a.wrong(on.place(), "'validate' runs on 'validation', not " + on.text() + ".");
            }
        });
    }
}
