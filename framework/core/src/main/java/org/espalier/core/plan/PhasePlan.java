package org.espalier.core.plan;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.espalier.api.Span;
import org.espalier.core.diagnostic.Place;

/**
 * One phase of training.
 *
 * @param name unique in the recipe
 * @param start what it begins with; empty: what the phase before it ended with
 * @param weights files of trained values it begins with, one after the other
 * @param teacher a network whose answers the loss may ask for
 * @param train how long: steps or epochs
 * @param sample a plugin of kind {@code sample}; empty: an epoch has all examples
 * @param loss a plugin of kind {@code loss}
 * @param optimizer a plugin of kind {@code optimizer}
 * @param learningRate a number, or a plugin of kind {@code schedule}
 * @param step what surrounds the optimizer in a step
 * @param sparsify what is kept sparse
 * @param validateEvery how often the validation set is evaluated; empty: at the end of every epoch
 * @param onDivergence what happens when the loss becomes NaN or infinite
 * @param place where the block stands
 */
public record PhasePlan(
        String name,
        Optional<PhasePoint> start,
        List<WeightsPlan> weights,
        Optional<PhasePoint> teacher,
        Span train,
        Optional<PluginUse> sample,
        PluginUse loss,
        PluginUse optimizer,
        Value learningRate,
        StepPlan step,
        List<SparsifyPlan> sparsify,
        Optional<Span> validateEvery,
        DivergencePlan onDivergence,
        Place place) {
    /** The word in recipes for what chooses examples, and the kind of its plugins. */
    public static final String SAMPLE = "sample";

    /** The option of every optimizer that names the phase whose optimizer goes on. */
    public static final String OPTIMIZER_FROM = "from";

    public PhasePlan {
        weights = List.copyOf(weights);
        sparsify = List.copyOf(sparsify);
    }

    /** The same phase, beginning with another network. */
    public PhasePlan startingFrom(PhasePoint point) {
        return new PhasePlan(
                name,
                Optional.of(point),
                weights,
                teacher,
                train,
                sample,
                loss,
                optimizer,
                learningRate,
                step,
                sparsify,
                validateEvery,
                onDivergence,
                place);
    }

    /** The same phase without files of trained values. */
    PhasePlan withoutWeights() {
        return new PhasePlan(
                name,
                start,
                List.of(),
                teacher,
                train,
                sample,
                loss,
                optimizer,
                learningRate,
                step,
                sparsify,
                validateEvery,
                onDivergence,
                place);
    }

    /** The phase whose optimizer it goes on with; empty: its optimizer begins anew. */
    public Optional<Value.Text> optimizerFrom() {
        return Optional.ofNullable(optimizer.options().get(OPTIMIZER_FROM))
                .map(Argument::value)
                .filter(Value.Text.class::isInstance)
                .map(Value.Text.class::cast)
                .filter(phase -> !phase.value().isEmpty());
    }

    /** The points of earlier phases it needs the networks of. */
    public List<PhasePoint> needs() {
        return Stream.concat(start.stream(), teacher.stream()).toList();
    }
}
