package org.espalier.core.guard;

import org.espalier.api.graph.PluginOp;

/** Calls an operation of a plugin. */
record OperationGuard(PluginOp operation, Calls calls) implements PluginOp {
    private static final String FORWARD = "forward of its operation";
    private static final String BACKWARD = "backward of its operation";

    @Override
    public int features(int... inputs) {
        int features = calls.get("features of its operation", () -> operation.features(inputs));
        if (features < 1) {
            throw calls.wrong("features of its operation", features + "; an operation gives at least 1 feature.");
        }
        return features;
    }

    @Override
    public int scratch(int... inputs) {
        int scratch = calls.get("scratch of its operation", () -> operation.scratch(inputs));
        if (scratch < 0) {
            throw calls.wrong("scratch of its operation", scratch + "; it is at least 0.");
        }
        return scratch;
    }

    @Override
    public void forward(float[][][] inputs, float[][] scratch, float[][] output, int count) {
        calls.enter(FORWARD);
        try {
            operation.forward(inputs, scratch, output, count);
            calls.returned();
        } catch (Throwable e) {
            throw calls.failed(FORWARD, e);
        } finally {
            calls.leave();
        }
    }

    @Override
    public void backward(
            float[][][] inputs,
            float[][] scratch,
            float[][] output,
            float[][] outputGradient,
            float[][][] inputGradients,
            int count) {
        calls.enter(BACKWARD);
        try {
            operation.backward(inputs, scratch, output, outputGradient, inputGradients, count);
            calls.returned();
        } catch (Throwable e) {
            throw calls.failed(BACKWARD, e);
        } finally {
            calls.leave();
        }
    }
}
