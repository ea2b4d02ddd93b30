package org.espalier.embed;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.espalier.api.RandomStream;
import org.espalier.api.border.Dataset;
import org.espalier.api.border.Examples;
import org.espalier.api.border.Metric;
import org.espalier.api.border.Predictions;
import org.espalier.api.border.Preparation;
import org.espalier.api.loop.GroupView;
import org.espalier.api.loop.Optimizer;
import org.espalier.api.loop.Regularizer;
import org.espalier.api.loop.StepView;
import org.espalier.api.score.LinkView;
import org.espalier.api.score.PruneCriterion;
import org.espalier.core.catalog.ClassPathCatalog;
import org.espalier.core.catalog.PluginCatalog;
import org.espalier.core.catalog.PluginDescriptor;

/** The plugins of the class path and some that fail, each in its own way. */
final class FaultyPlugins implements PluginCatalog {
    private static final List<Class<?>> FAULTY = List.of(
            Throwing.class,
            Overflowing.class,
            Sleeping.class,
            Spinning.class,
            Swapping.class,
            Linking.class,
            Poisoning.class,
            Stumbling.class);

    private final PluginCatalog sound = new ClassPathCatalog(FaultyPlugins.class.getClassLoader());

    @Override
    public List<PluginDescriptor> plugins() {
        List<PluginDescriptor> all = new ArrayList<>(sound.plugins());
        for (Class<?> plugin : FAULTY) {
            all.add(new PluginDescriptor(
                    kind(plugin),
                    plugin.getSimpleName().toLowerCase(java.util.Locale.ROOT),
                    plugin.getName(),
                    "Fails.",
                    List.of(),
                    "org.example.faulty",
                    "1.2.0"));
        }
        return all;
    }

    private static String kind(Class<?> plugin) {
        return plugin.getInterfaces()[0]
                .getAnnotation(org.espalier.api.PluginKind.class)
                .value();
    }

    @Override
    public Class<?> load(PluginDescriptor plugin) {
        return FAULTY.stream()
                .filter(c -> c.getName().equals(plugin.className()))
                .<Class<?>>map(c -> c)
                .findFirst()
                .orElseGet(() -> sound.load(plugin));
    }

    @Override
    public Optional<Path> file(PluginDescriptor plugin) {
        return sound.find(plugin.kind(), plugin.name()).flatMap(sound::file);
    }

    /** Throws in the third step, on every thread. */
    static final class Throwing implements Optimizer {
        @Override
        public List<String> slots() {
            return List.of("momentum");
        }

        @Override
        public void update(float[] values, float[] gradients, float[][] slots, int count, StepView step) {
            if (step.step() == 3) {
                throw new IllegalStateException("boom");
            }
        }
    }

    /** Needs more stack than there is. */
    static final class Overflowing implements PruneCriterion {
        @Override
        public void score(LinkView links, float[] scores) {
            if (links.count() > 0) {
                score(links, scores);
            }
            scores[0] = 1;
        }
    }

    /** A penalty of nothing at all. */
    private abstract static class Nothing implements Regularizer {
        @Override
        public double value(GroupView groups, double[] norms) {
            return 0;
        }

        @Override
        public void slopes(GroupView groups, double[] norms, double[] slopes) {
            Arrays.fill(slopes, 0);
        }
    }

    /** Makes a norm no number. */
    static final class Poisoning extends Nothing implements Regularizer {
        @Override
        public void prox(GroupView groups, double[] norms) {
            norms[groups.count() - 1] = Double.NaN;
        }
    }

    /** Throws once its steps are short, and halves a norm until then. */
    static final class Stumbling extends Nothing implements Regularizer {
        @Override
        public void prox(GroupView groups, double[] norms) {
            if (groups.step(0) < 0.05) {
                throw new IllegalStateException("boom");
            }
            norms[0] /= 2;
        }
    }

    /** Sleeps until it is interrupted. */
    static final class Sleeping implements Optimizer {
        @Override
        public List<String> slots() {
            return List.of();
        }

        @Override
        public void update(float[] values, float[] gradients, float[][] slots, int count, StepView step) {
            try {
                Thread.sleep(60_000);
            } catch (InterruptedException e) {
                throw new IllegalStateException("woken", e);
            }
        }
    }

    /** Ignores everything until the test says otherwise. */
    static final class Spinning implements Optimizer {
        static final AtomicBoolean FREE = new AtomicBoolean();

        @Override
        public List<String> slots() {
            return List.of();
        }

        @Override
        public void update(float[] values, float[] gradients, float[][] slots, int count, StepView step) {
            while (!FREE.get()) {
                Thread.onSpinWait();
            }
        }
    }

    /** Delivers labels beyond the classes. */
    static final class Swapping implements Preparation {
        @Override
        public Dataset apply(Dataset data) {
            return data.with(new Shifted(data.train()), data.test());
        }

        private record Shifted(Examples examples) implements Examples {
            @Override
            public int count() {
                return examples.count();
            }

            @Override
            public void features(int id, float[] out) {
                examples.features(id, out);
            }

            @Override
            public int label(int id) {
                return 1_000_000 + (int) RandomStream.ofSeed(1).below(10, id);
            }

            @Override
            public void target(int id, float[] out) {
                examples.target(id, out);
            }
        }
    }

    /** Misses a class when it is called. */
    static final class Linking implements Metric {
        @Override
        public boolean higherIsBetter() {
            return true;
        }

        @Override
        public Accumulator start() {
            return new Accumulator() {
                @Override
                public void add(Predictions predictions) {
                    throw new NoClassDefFoundError("com/example/Gone");
                }

                @Override
                public double value() {
                    return 0;
                }
            };
        }
    }
}
