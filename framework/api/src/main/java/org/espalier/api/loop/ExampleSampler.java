package org.espalier.api.loop;

import org.espalier.api.PluginKind;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Chooses which training examples an epoch sees, by what the phase has found out about each. The engine remembers that for
 * every example, with checkpoints, and shuffles what was chosen. Plugins keep nothing between calls.
 */
@ConsumerType
@PluginKind("sample")
public interface ExampleSampler {
    /**
     * How many examples an epoch sees; always the same answer for the same number.
     *
     * @param examples of training, at least 1
     * @return in {@code [1, examples]}
     */
    int size(int examples);

    /**
     * Chooses the examples of an epoch that begins. The same view always gives the same answer.
     *
     * @param examples as they are known now
     * @param chosen output, {@code [size(examples.count())]}: ids, each at most once, in any order
     */
    void choose(ExampleView examples, int[] chosen);
}
