package org.espalier.core.graph;

import java.util.List;
import java.util.Optional;
import org.espalier.api.border.NetworkOperation;

/** An operation of the graph, independent of batch and memory. */
public interface Operation {
    /** For people: the layer and what is done. */
    String label();

    List<Value> inputs();

    Value output();

    /** Zero positions it needs around an input. */
    default int inputBorder() {
        return 0;
    }

    /** Zero positions its backward pass needs around the gradient of its output. */
    default int outputBorder() {
        return 0;
    }

    /** Whether output and input hold the same numbers in the same order, so that they may share memory. */
    default boolean view() {
        return false;
    }

    /** Whether the output has passed a ReLU, so that its gradient counts only where the output is greater than 0. */
    default boolean masks() {
        return false;
    }

    /** Whether its backward pass can apply the mask of the operation that made its first input. */
    default boolean appliesMask() {
        return false;
    }

    /** How many examples a batch must hold, each at the place of its id, because they see each other; 0: any. */
    default int wholeBatch() {
        return 0;
    }

    /**
     * Bytes its pass holds beside the planes, as an estimate.
     *
     * @param planes the geometry of values
     * @param training whether there will be backward passes
     * @param links stored links by weight
     */
    default long bytes(Geometry planes, boolean training, java.util.function.ToLongFunction<String> links) {
        return 0;
    }

    /** Says how its features hang together. An operation that says nothing keeps all of them. */
    default void couple(Coupling coupling) {
        inputs().forEach(coupling::fix);
        coupling.fix(output());
    }

    /** The same operation on values and parameters with fewer features. */
    default Operation resized(Resizing sizes) {
        return this;
    }

    /** Says which features of its output never change. */
    default void constants(Constants known) {}

    /** Whether it is a product with a weight, or with the weights of experts, that can read every position of it. */
    default boolean multipliesBy(String weight) {
        return false;
    }

    /** Whether it is a product with a weight whose links can fetch rows that were rounded to bfloat16. */
    default boolean bf16(String weight) {
        return false;
    }

    /** What it carries when every value counts by its magnitude; empty when that is not linear. */
    default Optional<Flow> flow() {
        return Optional.empty();
    }

    /** What it is to exporters; empty when outside of training it passes its first input on as it is. */
    default Optional<NetworkOperation> told() {
        return Optional.of(new NetworkOperation.Untold());
    }

    /** The operation on the planes of a program. */
    Pass bind(Binding binding);
}
