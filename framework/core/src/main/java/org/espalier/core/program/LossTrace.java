package org.espalier.core.program;

import org.espalier.api.EspalierException;
import org.espalier.api.graph.GraphBuilder;
import org.espalier.api.graph.Loss;
import org.espalier.api.graph.Node;
import org.espalier.core.guard.PluginFault;

/** Finds out which operation a loss plugin builds on the model's output. */
public final class LossTrace implements GraphBuilder {
    private final Output output;

    private LossTrace(Output output) {
        this.output = output;
    }

    /**
     * @param outputs features of the model's last layer
     * @throws EspalierException when the plugin returns something that is not a loss of the model's output
     */
    public static LossOperation of(Loss loss, int outputs) {
        Output output = new Output(outputs);
        Node built = loss.build(new LossTrace(output), output);
        if (built instanceof Scalar scalar) {
            return scalar.operation();
        }
        throw PluginFault.wrong(
                loss, "loss", "build", built + "; a loss returns what an operation of the graph for losses returned.");
    }

    @Override
    public Node crossEntropy(Node logits, double smoothing) {
        check(logits);
        if (!(smoothing >= 0 && smoothing < 1)) {
            throw new EspalierException("Label smoothing must be in [0, 1), was " + smoothing + ".");
        }
        return new Scalar(new LossOperation.CrossEntropy(smoothing));
    }

    @Override
    public Node squaredError(Node predictions) {
        check(predictions);
        return new Scalar(new LossOperation.SquaredError());
    }

    private void check(Node node) {
        if (node != output) {
            throw new EspalierException("A loss reads the model's output; it was given another node.");
        }
    }

    private record Output(int features) implements Node {
        @Override
        public boolean equals(Object other) {
            return this == other;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(this);
        }
    }

    private record Scalar(LossOperation operation) implements Node {
        @Override
        public int features() {
            return 1;
        }
    }
}
