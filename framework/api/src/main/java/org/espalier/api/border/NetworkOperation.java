package org.espalier.api.border;

import java.util.List;
import java.util.Optional;
import org.espalier.api.graph.Activation;
import org.espalier.api.graph.Aggregation;
import org.espalier.api.graph.Pairwise;
import org.espalier.api.graph.Recurrence;
import org.espalier.api.graph.Unary;
import org.espalier.api.graph.Window;
import org.osgi.annotation.versioning.ProviderType;

/**
 * What a step of a network does, in the words of {@link org.espalier.api.graph.GraphBuilder}, whose methods define them.
 * Parameters are named as in {@link ModelView#parameters}. A matrix or a table is {@code [rows][columns]}, the weight of a
 * convolution {@code [rows][channels of a group][height][width]}, which as a sparse tensor is a matrix of
 * {@code channels * height * width} columns.
 */
@ProviderType
public sealed interface NetworkOperation {
    /** {@code f(W x + b)} at each position; f is {@link Activation#NONE} where nothing follows. */
    record Linear(String weight, Optional<String> bias, Activation activation) implements NetworkOperation {}

    /** {@code f(W * x + b)} over a window; f is {@link Activation#NONE} where nothing follows. */
    record Convolution(String weight, Optional<String> bias, Window window, int groups, Activation activation)
            implements NetworkOperation {}

    /** An activation of every element. */
    record Activate(Activation function) implements NetworkOperation {}

    /** A function of every element. */
    record Apply(Unary function, List<Double> constants) implements NetworkOperation {
        public Apply {
            constants = List.copyOf(constants);
        }
    }

    /** A function of the elements of the first and the second input. */
    record ApplyPairwise(Pairwise function) implements NetworkOperation {}

    /** The sum of two inputs. */
    record Add() implements NetworkOperation {}

    /** The product of the elements of two inputs. */
    record Multiply() implements NetworkOperation {}

    /** A number for each feature is added. */
    record AddByFeature(String vector) implements NetworkOperation {}

    /** The features of the first input times the one feature of the second, at each position. */
    record MultiplyByPosition() implements NetworkOperation {}

    /** The sum of all features of each position. */
    record FeatureSum() implements NetworkOperation {}

    /** The largest of all features of each position. */
    record FeatureMax() implements NetworkOperation {}

    /** The softmax of the largest features of each position; the others become 0, of equal ones the later. */
    record Softmax(int largest) implements NetworkOperation {}

    /** The largest features of each position; the others become 0, of equal ones the later. */
    record TopK(int largest) implements NetworkOperation {}

    /** A weighted sum over the neighbours of each example. */
    record Aggregate(Aggregation aggregation) implements NetworkOperation {}

    /**
     * The rows of a table that token numbers name; each feature of an input with one position is a token.
     *
     * @param table {@code [vocabulary][features]}
     */
    record Embedding(String table) implements NetworkOperation {}

    /**
     * Each position's row of a table is added.
     *
     * @param table {@code [positions][features]}
     */
    record AddPositions(String table) implements NetworkOperation {}

    /** In each head pairs of features, half a head apart, are turned by angles that grow with the position. */
    record Rotary(int heads, double base) implements NetworkOperation {}

    /** Attention; the inputs are queries, keys and values. */
    record Attention(int heads, int keyHeads, boolean causal) implements NetworkOperation {}

    /**
     * A recurrence over the positions of a sequence.
     *
     * @param weight {@code [gates * units][units]}
     * @param bias {@code [gates * units]}
     */
    record Recur(Recurrence cell, String weight, Optional<String> bias) implements NetworkOperation {}

    /** All features of an example at one position: position by position, row by row. */
    record Flatten() implements NetworkOperation {}

    /** A larger picture with fewer channels. */
    record PixelShuffle(int factor) implements NetworkOperation {}

    /** As many features as the output has, of each position. */
    record Slice(int from) implements NetworkOperation {}

    /** The features of all inputs, one after the other. */
    record Concat() implements NetworkOperation {}

    /** The maximum over a window. */
    record MaxPool(Window window) implements NetworkOperation {}

    /** The mean over a window; places outside count as 0. */
    record AveragePool(Window window) implements NetworkOperation {}

    /** {@code scale (x - mean) / sqrt(variance + epsilon) + shift}, feature by feature. */
    record BatchNorm(String scale, String shift, String mean, String variance, double epsilon)
            implements NetworkOperation {}

    /** Layer normalisation of the features of each position. */
    record LayerNorm(String scale, Optional<String> shift, double epsilon) implements NetworkOperation {}

    /** Layer normalisation without the mean. */
    record RmsNorm(String scale, double epsilon) implements NetworkOperation {}

    /**
     * Sends positions to experts. What it gives, and what is made of that up to {@link Combine}, is a value of each expert; since
     * the gates of experts that a position is not sent to are 0, it does not matter what those make of it.
     */
    record Dispatch() implements NetworkOperation {}

    /**
     * The product of each expert with its own weight.
     *
     * @param experts one for each, in their order
     */
    record ExpertLinear(List<Linear> experts) implements NetworkOperation {
        public ExpertLinear {
            experts = List.copyOf(experts);
        }
    }

    /** At each position the sum of what experts give, each times its gate; the inputs are their values and the gates. */
    record Combine() implements NetworkOperation {}

    /** Zeros; no inputs. */
    record Zeros() implements NetworkOperation {}

    /** What cannot be told: mathematics of a plugin's own. */
    record Untold() implements NetworkOperation {}
}
