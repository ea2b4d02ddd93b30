package org.espalier.core.trace;

import java.util.List;
import java.util.Optional;
import org.espalier.api.EspalierException;
import org.espalier.api.graph.Loss;
import org.espalier.api.graph.Node;
import org.espalier.core.graph.Grid;
import org.espalier.core.graph.LossOperation;
import org.espalier.core.graph.Model;
import org.espalier.core.graph.Objective;
import org.espalier.core.graph.Value;
import org.espalier.core.guard.GuardsOperations;
import org.espalier.core.guard.PluginFault;

/** Finds out which operations a loss plugin builds on the model's output. */
public final class LossTrace extends Tracer {
    /** A mean over the batch. */
    private record Scalar(Value of, LossOperation operation) implements Node {
        @Override
        public int features() {
            return 1;
        }

        @Override
        public List<Integer> grid() {
            return Grid.POINT.sizes();
        }
    }

    private LossTrace(Loss loss) {
        super(Optional.empty());
        enter("loss", GuardsOperations.of(loss));
    }

    /**
     * @throws EspalierException when the plugin returns something that is not a loss
     */
    public static Objective of(Loss loss, Model model) {
        LossTrace trace = new LossTrace(loss);
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
        return new Objective(trace.operations(), scalar.of(), scalar.operation());
    }

    @Override
    public Node crossEntropy(Node logits, double smoothing) {
        if (!(smoothing >= 0 && smoothing < 1)) {
            throw new EspalierException("Label smoothing must be in [0, 1), was " + smoothing + ".");
        }
        return new Scalar(value(logits), new LossOperation.CrossEntropy(smoothing));
    }

    @Override
    public Node squaredError(Node predictions) {
        return new Scalar(flat(predictions), new LossOperation.SquaredError());
    }

    @Override
    public Node binaryCrossEntropy(Node logits) {
        return new Scalar(flat(logits), new LossOperation.BinaryCrossEntropy());
    }

    @Override
    public Node huber(Node predictions, double delta) {
        if (!(delta > 0 && Double.isFinite(delta))) {
            throw new EspalierException("The delta of Huber's loss must be greater than 0, was " + delta + ".");
        }
        return new Scalar(flat(predictions), new LossOperation.Huber(delta));
    }

    @Override
    public Node klDivergence(Node logits) {
        return new Scalar(flat(logits), new LossOperation.KlDivergence());
    }

    @Override
    public Node tap(String name, Node node) {
        throw new EspalierException("A loss has no taps; what '" + name + "' is to name belongs into a layer.");
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
