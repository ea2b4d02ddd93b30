package org.example.espalier;

import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.espalier.api.Option;
import org.espalier.api.Plugin;
import org.espalier.api.RandomStream;
import org.espalier.api.border.DataSource;
import org.espalier.api.border.Dataset;
import org.espalier.api.border.Examples;

/** Points on two spirals that wind around each other: a source of data that are made up. */
@Plugin(name = "spirals", doc = "Points of the plane on two spirals, to be told apart.")
public final class Spirals implements DataSource {
    private static final int ARMS = 2;

    private final Options options;

    /** What a recipe may choose. */
    public record Options(
            @Option(doc = "How many training examples.", byDefault = "1000", range = "[1, 1000000]")
            int train,

            @Option(doc = "How many test examples.", byDefault = "200", range = "[0, 1000000]")
            int test,

            @Option(doc = "Standard deviation of the points' distance from their spiral.", byDefault = "0.02", range = "[0, 1]")
            double noise) {}

    @Inject
    public Spirals(Options options) {
        this.options = options;
    }

    @Override
    public Dataset open() {
        return new Dataset(
                "spirals",
                List.of(2),
                ARMS,
                List.of("first", "second"),
                new Points(options.train(), RandomStream.ofSeed(1).fork("train")),
                new Points(options.test(), RandomStream.ofSeed(1).fork("test")),
                // What a resumed run compares: everything the points depend on.
                Map.of("spirals", "options:"
                        + Integer.toHexString(Objects.hash(options.train(), options.test(), options.noise()))));
    }

    /** Points that are computed when they are asked for. */
    private final class Points implements Examples {
        private final int count;
        private final RandomStream random;

        Points(int count, RandomStream random) {
            this.count = count;
            this.random = random;
        }

        @Override
        public int count() {
            return count;
        }

        @Override
        public void features(int id, float[] out) {
            double turn = 3 * Math.PI * Math.sqrt(random.fork("turn").uniform(id));
            double radius = turn / (3 * Math.PI) + options.noise() * random.fork("noise").gaussian(id);
            double angle = turn + Math.PI * label(id);
            out[0] = (float) (radius * StrictMath.cos(angle));
            out[1] = (float) (radius * StrictMath.sin(angle));
        }

        @Override
        public int label(int id) {
            return id % ARMS;
        }

        @Override
        public void target(int id, float[] out) {
            out[0] = 1 - label(id);
            out[1] = label(id);
        }
    }
}
