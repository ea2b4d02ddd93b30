package org.espalier.core.trace;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.espalier.api.EspalierException;
import org.espalier.api.graph.Loss;
import org.espalier.api.graph.Node;
import org.espalier.core.graph.Grid;
import org.espalier.core.graph.LossOperation;
import org.espalier.core.graph.Model;
import org.espalier.core.graph.Objective;
import org.espalier.core.graph.Objective.Term;
import org.espalier.core.graph.Value;
import org.espalier.core.guard.GuardsOperations;
import org.espalier.core.guard.PluginFault;
import org.espalier.core.operation.Weigh;

/** Finds out which operations a loss plugin builds on the model's output. */
public final class LossTrace extends Tracer {
    /** A mean over the batch, or a sum of such. */
    private record Scalar(List<Term> terms) implements Node {
        @Override
        public int features() {
            return 1;
        }

        @Override
        public List<Integer> grid() {
            return Grid.POINT.sizes();
        }
    }

    private final Optional<Value> teacher;
    private boolean asked;

    private LossTrace(Loss loss, Optional<Value> teacher) {
        super(DataFacts.NONE, Optional.empty());
        this.teacher = teacher;
        enter("loss", GuardsOperations.of(loss));
    }

    /**
     * @throws EspalierException when the plugin returns something that is not a loss
     */
    public static Objective of(Loss loss, Model model) {
        return of(loss, model, Optional.empty());
    }

    /**
     * With what a teacher gives, of the shape of the model's output.
     *
     * @throws EspalierException when the plugin returns something that is not a loss
     */
    public static Objective taught(Loss loss, Model model) {
        Value output = model.output();
        return of(loss, model, Optional.of(new Value("teacher", output.features(), output.positions(), false)));
    }

    private static Objective of(Loss loss, Model model, Optional<Value> teacher) {
        LossTrace trace = new LossTrace(loss, teacher);
        Node built = loss.build(trace, model.output());
        if (!(built instanceof Scalar scalar)) {
            throw PluginFault.wrong(
                    loss,
                    "loss",
                    "build",
                    built + "; a loss returns what an operation of the graph for losses returned.");
        }
        if (!trace.parameters().specs().isEmpty()) {
            throw PluginFault.wrong(loss, "loss", "build", "it declares parameters, and a loss has none.");
        }
        requireOnePlace(loss, scalar.terms());
        return new Objective(trace.operations(), scalar.terms(), teacher.filter(t -> trace.asked));
    }

    /** Labels and targets of a batch are stored once. */
    private static void requireOnePlace(Loss loss, List<Term> terms) {
        List<Value> judged = terms.stream()
                .filter(t -> t.target().isEmpty())
                .map(Term::value)
                .toList();
        if (judged.isEmpty()) {
            throw PluginFault.wrong(
                    loss,
                    "loss",
                    "build",
                    "nothing of it can be measured without a teacher; add a loss the data judge.");
        }
        if (judged.stream().map(Value::shape).distinct().count() > 1) {
            throw PluginFault.wrong(
                    loss, "loss", "build", "the losses that the data judge read different shapes: " + judged + ".");
        }
    }

    @Override
    public Node crossEntropy(Node logits, double smoothing) {
        if (!(smoothing >= 0 && smoothing < 1)) {
            throw new EspalierException("Label smoothing must be in [0, 1), was " + smoothing + ".");
        }
        return judged(value(logits), new LossOperation.CrossEntropy(smoothing));
    }

    @Override
    public Node squaredError(Node predictions) {
        return judged(flat(predictions), new LossOperation.SquaredError());
    }

    @Override
    public Node binaryCrossEntropy(Node logits) {
        return judged(flat(logits), new LossOperation.BinaryCrossEntropy());
    }

    @Override
    public Node huber(Node predictions, double delta) {
        if (!(delta > 0 && Double.isFinite(delta))) {
            throw new EspalierException("The delta of Huber's loss must be greater than 0, was " + delta + ".");
        }
        return judged(flat(predictions), new LossOperation.Huber(delta));
    }

    @Override
    public Node klDivergence(Node logits) {
        return judged(flat(logits), new LossOperation.KlDivergence());
    }

    @Override
    public Node tap(String name, Node node) {
        throw new EspalierException("A loss has no taps; what '" + name + "' is to name belongs into a layer.");
    }

    @Override
    public Node klDivergence(Node logits, Node probabilities) {
        Value target = flat(probabilities);
        Value value = flat(logits);
        if (target.trained()) {
            throw new EspalierException(
                    "klDivergence takes probabilities that a teacher gives, and these are trained.");
        }
        if (target.features() != value.features()) {
            throw new EspalierException("klDivergence takes as many probabilities as logits, and was given "
                    + target.features() + " for " + value.features() + ".");
        }
        return new Scalar(List.of(new Term(value, new LossOperation.KlDivergence(), Optional.of(target), 1)));
    }

    @Override
    public Node teacher() {
        asked = true;
        return teacher.orElseThrow(() -> new EspalierException(
                "This loss learns from a teacher, and the phase has none. Say in it: teacher from: 'baseline'"));
    }

    @Override
    public Node weightedSum(List<Node> losses, double... weights) {
        if (losses.isEmpty() || losses.size() != weights.length) {
            throw new EspalierException("A weighted sum takes a weight for each loss, at least one; there were "
                    + losses.size() + " losses and " + weights.length + " weights.");
        }
        List<Term> terms = new ArrayList<>();
        for (int i = 0; i < weights.length; i++) {
            if (!(weights[i] >= 0 && weights[i] <= Float.MAX_VALUE)) {
                throw new EspalierException("The weight of a loss must be in [0, inf), was " + weights[i] + ".");
            }
            if (!(losses.get(i) instanceof Scalar scalar)) {
                throw new EspalierException("A weighted sum takes losses, and " + losses.get(i) + " is none.");
            }
            for (Term term : scalar.terms()) {
                terms.add(weighed(term, weights[i]));
            }
        }
        return new Scalar(terms);
    }

    /** Each term has a value of its own, because its loss writes the gradient of what it reads. */
    private Term weighed(Term term, double weight) {
        Value of = term.value();
        Value own = made("judged", of.features(), of.positions(), of.trained());
        add(new Weigh(label("weigh"), of, own, (float) weight));
        return new Term(own, term.loss(), term.target(), term.weight() * weight);
    }

    private static Node judged(Value value, LossOperation loss) {
        return new Scalar(List.of(new Term(value, loss, Optional.empty(), 1)));
    }

    private static Value flat(Node node) {
        Value value = value(node);
        if (!value.positions().sizes().isEmpty()) {
            throw new EspalierException("This loss reads features at one position; the model gives " + value.shape()
                    + ". End it with flatten() or a pool over the whole picture.");
        }
        return value;
    }
}
