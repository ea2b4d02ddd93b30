package org.espalier.testkit.reference;

/** Losses as means over positions, and their gradients. Planes are {@code [features][positions]}. */
public final class PlainLosses {
    private PlainLosses() {}

    /**
     * Softmax cross-entropy {@code -Σ_c q_c log softmax(logits)_c} of one position, with
     * {@code q = (1 - smoothing) onehot(label) + smoothing / classes}.
     */
    public static double crossEntropy(double[][] logits, int position, int label, double smoothing) {
        double loss = 0;
        for (int c = 0; c < logits.length; c++) {
            double target = target(logits.length, c, label, smoothing);
            loss -= target * (logits[c][position] - logSum(logits, position));
        }
        return loss;
    }

    /** The mean of {@link #crossEntropy(double[][], int, int, double)} over all positions. */
    public static double crossEntropy(double[][] logits, int[] labels, double smoothing) {
        double sum = 0;
        for (int p = 0; p < labels.length; p++) {
            sum += crossEntropy(logits, p, labels[p], smoothing);
        }
        return sum / labels.length;
    }

    /** The gradient of the mean cross-entropy: {@code (softmax - q) / positions}. */
    public static double[][] crossEntropyGradient(double[][] logits, int[] labels, double smoothing) {
        double[][] gradient = new double[logits.length][labels.length];
        for (int p = 0; p < labels.length; p++) {
            double logSum = logSum(logits, p);
            for (int c = 0; c < logits.length; c++) {
                double softmax = Math.exp(logits[c][p] - logSum);
                gradient[c][p] = (softmax - target(logits.length, c, labels[p], smoothing)) / labels.length;
            }
        }
        return gradient;
    }

    /** The mean over features and positions of the squared difference. */
    public static double squaredError(double[][] predictions, double[][] targets) {
        double sum = 0;
        for (int f = 0; f < predictions.length; f++) {
            for (int p = 0; p < predictions[f].length; p++) {
                double difference = predictions[f][p] - targets[f][p];
                sum += difference * difference;
            }
        }
        return sum / predictions.length / predictions[0].length;
    }

    /** The gradient of the mean squared error: {@code 2 (x - t) / (features positions)}. */
    public static double[][] squaredErrorGradient(double[][] predictions, double[][] targets) {
        double[][] gradient = new double[predictions.length][predictions[0].length];
        for (int f = 0; f < gradient.length; f++) {
            for (int p = 0; p < gradient[f].length; p++) {
                gradient[f][p] = 2 * (predictions[f][p] - targets[f][p]) / gradient.length / gradient[f].length;
            }
        }
        return gradient;
    }

    /**
     * The mean over features and positions of {@code -t log sigmoid(x) - (1 - t) log(1 - sigmoid(x))}, where
     * {@code -log sigmoid(x) = log(1 + exp(-x))}.
     */
    public static double binaryCrossEntropy(double[][] logits, double[][] targets) {
        double sum = 0;
        for (int f = 0; f < logits.length; f++) {
            for (int p = 0; p < logits[f].length; p++) {
                double t = targets[f][p];
                sum += t * Math.log1p(Math.exp(-logits[f][p])) + (1 - t) * Math.log1p(Math.exp(logits[f][p]));
            }
        }
        return sum / logits.length / logits[0].length;
    }

    /** The gradient of the mean binary cross-entropy: {@code (sigmoid(x) - t) / (features positions)}. */
    public static double[][] binaryCrossEntropyGradient(double[][] logits, double[][] targets) {
        double[][] gradient = new double[logits.length][logits[0].length];
        for (int f = 0; f < gradient.length; f++) {
            for (int p = 0; p < gradient[f].length; p++) {
                double sigmoid = 1 / (1 + Math.exp(-logits[f][p]));
                gradient[f][p] = (sigmoid - targets[f][p]) / gradient.length / gradient[f].length;
            }
        }
        return gradient;
    }

    /** The mean over features and positions of {@code d² / 2}, or of {@code delta (|d| - delta / 2)} beyond delta. */
    public static double huber(double[][] predictions, double[][] targets, double delta) {
        double sum = 0;
        for (int f = 0; f < predictions.length; f++) {
            for (int p = 0; p < predictions[f].length; p++) {
                double size = Math.abs(predictions[f][p] - targets[f][p]);
                sum += size <= delta ? size * size / 2 : delta * (size - delta / 2);
            }
        }
        return sum / predictions.length / predictions[0].length;
    }

    /** The gradient of the mean Huber loss: the difference, kept between -delta and delta. */
    public static double[][] huberGradient(double[][] predictions, double[][] targets, double delta) {
        double[][] gradient = new double[predictions.length][predictions[0].length];
        for (int f = 0; f < gradient.length; f++) {
            for (int p = 0; p < gradient[f].length; p++) {
                double slope = Math.clamp(predictions[f][p] - targets[f][p], -delta, delta);
                gradient[f][p] = slope / gradient.length / gradient[f].length;
            }
        }
        return gradient;
    }

    /** The mean over positions of {@code Σ_c t_c (log t_c - log softmax(logits)_c)}; a target of 0 adds nothing. */
    public static double klDivergence(double[][] logits, double[][] targets) {
        double sum = 0;
        for (int p = 0; p < logits[0].length; p++) {
            for (int c = 0; c < logits.length; c++) {
                double t = targets[c][p];
                sum += t == 0 ? 0 : t * (Math.log(t) - logits[c][p] + logSum(logits, p));
            }
        }
        return sum / logits[0].length;
    }

    /** The gradient of the mean divergence: {@code (softmax Σ_c t_c - t) / positions}. */
    public static double[][] klDivergenceGradient(double[][] logits, double[][] targets) {
        double[][] gradient = new double[logits.length][logits[0].length];
        for (int p = 0; p < logits[0].length; p++) {
            double total = 0;
            for (double[] row : targets) {
                total += row[p];
            }
            for (int c = 0; c < logits.length; c++) {
                double softmax = Math.exp(logits[c][p] - logSum(logits, p));
                gradient[c][p] = (softmax * total - targets[c][p]) / logits[0].length;
            }
        }
        return gradient;
    }

    private static double target(int classes, int c, int label, double smoothing) {
        return (c == label ? 1 - smoothing : 0) + smoothing / classes;
    }

    private static double logSum(double[][] logits, int position) {
        double max = Double.NEGATIVE_INFINITY;
        for (double[] row : logits) {
            max = Math.max(max, row[position]);
        }
        double sum = 0;
        for (double[] row : logits) {
            sum += Math.exp(row[position] - max);
        }
        return max + Math.log(sum);
    }
}
