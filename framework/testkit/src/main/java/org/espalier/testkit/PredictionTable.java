package org.espalier.testkit;

import org.espalier.api.border.Predictions;

/** Predictions in plain arrays. */
public final class PredictionTable implements Predictions {
    private final float[][] outputs;
    private final float[][] targets;
    private final int[] labels;

    private PredictionTable(float[][] outputs, float[][] targets, int[] labels) {
        if (targets.length != outputs.length || labels.length != outputs.length) {
            throw new IllegalArgumentException(
                    "each of " + outputs.length + " examples needs a target, got " + targets.length);
        }
        this.outputs = outputs;
        this.targets = targets;
        this.labels = labels;
    }

    /**
     * A classification.
     *
     * @param outputs {@code [examples][classes]}
     * @param labels the class of each example
     */
    public static PredictionTable ofClasses(float[][] outputs, int... labels) {
        float[][] targets = new float[labels.length][];
        for (int e = 0; e < labels.length; e++) {
            targets[e] = new float[outputs[e].length];
            targets[e][labels[e]] = 1;
        }
        return new PredictionTable(outputs, targets, labels.clone());
    }

    /**
     * A regression.
     *
     * @param outputs {@code [examples][features]}
     * @param targets {@code [examples][features]}
     */
    public static PredictionTable ofNumbers(float[][] outputs, float[][] targets) {
        int[] labels = new int[outputs.length];
        java.util.Arrays.fill(labels, -1);
        return new PredictionTable(outputs, targets, labels);
    }

    /** The examples at these indices, in this order. */
    public PredictionTable select(int... examples) {
        float[][] someOutputs = new float[examples.length][];
        float[][] someTargets = new float[examples.length][];
        int[] someLabels = new int[examples.length];
        for (int i = 0; i < examples.length; i++) {
            someOutputs[i] = outputs[examples[i]];
            someTargets[i] = targets[examples[i]];
            someLabels[i] = labels[examples[i]];
        }
        return new PredictionTable(someOutputs, someTargets, someLabels);
    }

    @Override
    public int count() {
        return outputs.length;
    }

    @Override
    public int outputs() {
        return outputs.length == 0 ? 0 : outputs[0].length;
    }

    @Override
    public float output(int example, int feature) {
        return outputs[example][feature];
    }

    @Override
    public int label(int example) {
        return labels[example];
    }

    @Override
    public float target(int example, int feature) {
        return targets[example][feature];
    }
}
