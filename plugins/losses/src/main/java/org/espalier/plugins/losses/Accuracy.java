package org.espalier.plugins.losses;

import jakarta.inject.Inject;
import org.espalier.api.Plugin;
import org.espalier.api.border.Metric;
import org.espalier.api.border.Predictions;

/**
 * The share of examples whose largest output is that of their class; of equal outputs the first counts. NaN for no
 * examples.
 */
@Plugin(name = "accuracy", doc = "Share of examples whose class is predicted correctly, in [0, 1].")
public final class Accuracy implements Metric {
    @Inject
    public Accuracy() {}

    @Override
    public boolean higherIsBetter() {
        return true;
    }

    @Override
    public Accumulator start() {
        return new Hits();
    }

    private static final class Hits implements Accumulator {
        private long hits;
        private long examples;

        @Override
        public void add(Predictions predictions) {
            for (int e = 0; e < predictions.count(); e++) {
                if (Labels.predicted(predictions, e) == Labels.wanted(predictions, e, "accuracy")) {
                    hits++;
                }
            }
            examples += predictions.count();
        }

        @Override
        public double value() {
            return hits / (double) examples;
        }
    }
}
