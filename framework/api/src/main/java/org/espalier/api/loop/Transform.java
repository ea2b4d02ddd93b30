package org.espalier.api.loop;

import java.util.OptionalInt;
import java.util.Set;
import org.espalier.api.MatrixShape;
import org.espalier.api.PluginKind;
import org.osgi.annotation.versioning.ConsumerType;

/** Changes a network between phases: values, running statistics, and which links it has. */
@ConsumerType
@PluginKind("apply")
public interface Transform {
    /**
     * What it asks of the inputs of products in {@link NetworkEditor#walk}. A recipe with a transform that asks for something is
     * refused when a weight it selects is no product's: that of a recurrence, of positions, of experts, or a table.
     */
    default Set<InputSum> needs() {
        return Set.of();
    }

    /**
     * The largest rank of the factors by which it will replace a weight; empty when it will not. It is asked of the weights the
     * recipe selects before the first step, so that a plan knows the form of the network behind it, and what it names it must
     * {@link ProductEditor#factorise}.
     */
    default OptionalInt rank(MatrixShape weight) {
        return OptionalInt.empty();
    }

    /**
     * Changes the network. It is called once, after a phase, by one thread; what it draws it draws from {@link
     * NetworkEditor#random}, so that the same network always becomes the same.
     */
    void apply(NetworkEditor network);
}
