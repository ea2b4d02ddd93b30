package org.espalier.api.graph;

import org.espalier.api.PluginKind;
import org.espalier.api.RandomStream;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * How the links of a weight start. A recipe says it beside a layer, by a word or as a plugin: {@code init: 'he-normal'},
 * {@code init: kaiming(gain: 1)}.
 */
@ConsumerType
@PluginKind("init")
public interface StartValues {
    /**
     * The start of one weight. Called once for each weight, before training.
     *
     * @param links the ones it starts with
     * @param random of this weight alone; drawn from at {@link WeightLinks#position}, it gives a link the same number whatever
     *     other links there are
     * @return a function of the link alone, which may be asked in any order and more than once
     * @throws org.espalier.api.EspalierException when such a weight cannot be started so; the message says which can
     */
    StartValue start(WeightLinks links, RandomStream random);
}
