package org.espalier.api.border;

import org.espalier.api.PluginKind;
import org.osgi.annotation.versioning.ConsumerType;

/** A measured value of a model on a set of examples. */
@ConsumerType
@PluginKind("metric")
public interface Metric {
    /** Whether more is better. */
    boolean higherIsBetter();

    /** A fresh accumulator for one evaluation. */
    Accumulator start();

    /** Collects predictions and gives the value. Called by one thread. */
    @ConsumerType
    interface Accumulator {
        /** Adds a batch. */
        void add(Predictions predictions);

        /** The value over everything added. */
        double value();
    }
}
