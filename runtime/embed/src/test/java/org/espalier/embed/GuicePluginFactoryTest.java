package org.espalier.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.espalier.api.Dial;
import org.espalier.api.EspalierException;
import org.espalier.api.RandomStream;
import org.espalier.api.border.Preparation;
import org.espalier.api.number.Schedule;
import org.espalier.core.catalog.OptionDescriptor;
import org.espalier.core.catalog.OptionType;
import org.espalier.core.catalog.PluginCatalog;
import org.espalier.core.catalog.PluginDescriptor;
import org.espalier.core.catalog.PluginServices;
import org.espalier.core.diagnostic.Place;
import org.espalier.core.diagnostic.RecipeException;
import org.espalier.core.plan.PluginUse;
import org.junit.jupiter.api.Test;

class GuicePluginFactoryTest {
    private static final PluginServices SERVICES = PluginServices.of(schedule -> Dial.fixed(0), Path.of("recipes"));

    /** A schedule with an option. */
    public static final class Level implements Schedule {
        private final Options options;

        record Options(double value) {}

        @Inject
        Level(Options options) {
            this.options = options;
        }

        Level() {
            this(new Options(-1));
        }

        @Override
        public double at(double progress) {
            return options.value();
        }
    }

    /** A schedule that asks for a service. */
    public static final class Noisy implements Schedule {
        private final RandomStream random;

        Noisy(RandomStream random) {
            this.random = random;
        }

        @Override
        public double at(double progress) {
            return random.uniform(0);
        }
    }

    /** A schedule whose constructor asks for a class the engine could make but does not offer. */
    public static final class Greedy implements Schedule {
        Greedy(StringBuilder builder) {
            builder.append("made");
        }

        @Override
        public double at(double progress) {
            return 0;
        }
    }

    /** Fails with the given throwable. */
    public static final class Failing implements Schedule {
        Failing(RandomStream choose) {
            switch ((int) choose.key()) {
                case 0 -> throw new IllegalStateException("the wheel is loose");
                case 1 -> throw new EspalierException("The file a.csv is empty.");
                default -> throw new NoClassDefFoundError("org/example/Gone");
            }
        }

        @Override
        public double at(double progress) {
            return 0;
        }
    }

    private static PluginDescriptor schedule(String name, Class<?> type, OptionDescriptor... options) {
        return new PluginDescriptor(
                "schedule", name, type.getName(), "Sample.", List.of(options), "org.example.sample", "1.2.0");
    }

    private static GuicePluginFactory factory() {
        List<PluginDescriptor> plugins = List.of(
                schedule(
                        "level",
                        Level.class,
                        new OptionDescriptor("value", OptionType.DOUBLE, "Value.", Optional.of("3"), "", List.of())),
                schedule("noisy", Noisy.class),
                schedule("greedy", Greedy.class),
                schedule("failing", Failing.class),
                schedule("foreign", String.class));
        return new GuicePluginFactory(new PluginCatalog() {
            @Override
            public List<PluginDescriptor> plugins() {
                return plugins;
            }

            @Override
            public Class<?> load(PluginDescriptor plugin) {
                try {
                    return Class.forName(plugin.className());
                } catch (ClassNotFoundException e) {
                    throw new EspalierException(plugin.className(), e);
                }
            }

            @Override
            public Optional<Path> file(PluginDescriptor plugin) {
                return Optional.empty();
            }
        });
    }

    private static PluginUse use(String name, Map<String, ?> options) {
        return new PluginUse(
                "schedule",
                name,
                PluginUse.of("schedule", name, options).options(),
                new Place("rigl.groovy", 12, 5, 4));
    }

    @Test
    void givesTheMarkedConstructorItsOptions() {
        assertThat(factory()
                        .create(Schedule.class, use("level", Map.of("value", 0.5)), SERVICES)
                        .at(0))
                .isEqualTo(0.5);
        assertThat(factory()
                        .create(Schedule.class, use("level", Map.of()), SERVICES)
                        .at(0))
                .isEqualTo(3);
    }

    @Test
    void makesANewPluginForEachUse() {
        GuicePluginFactory factory = factory();
        Schedule first = factory.create(Schedule.class, use("level", Map.of("value", 1)), SERVICES);
        Schedule second = factory.create(Schedule.class, use("level", Map.of("value", 2)), SERVICES);
        assertThat(first.at(0)).isEqualTo(1);
        assertThat(second.at(0)).isEqualTo(2);
    }

    @Test
    void givesTheServicesOfferedForThisUse() {
        GuicePluginFactory factory = factory();
        for (long seed = 0; seed < 3; seed++) {
            RandomStream stream = RandomStream.ofSeed(seed);
            Schedule noisy =
                    factory.create(Schedule.class, use("noisy", Map.of()), SERVICES.with(RandomStream.class, stream));
            assertThat(noisy.at(0)).isEqualTo(stream.uniform(0));
        }
    }

    @Test
    void makesNothingThatIsNotOffered() {
        assertThatThrownBy(() -> factory().create(Schedule.class, use("greedy", Map.of()), SERVICES))
                .isInstanceOf(EspalierException.class)
                .hasMessageContaining(
                        "schedule 'greedy' of org.example.sample 1.2.0 asks for a java.lang.StringBuilder")
                .hasMessageContaining("rigl.groovy:12:5");
    }

    @Test
    void tellsThePlaceOfAWrongOption() {
        assertThatThrownBy(() -> factory().create(Schedule.class, use("level", Map.of("value", "x")), SERVICES))
                .isInstanceOf(RecipeException.class)
                .hasMessageContaining("'value' of schedule 'level' takes a number");
    }

    @Test
    void saysWhichPluginFailedAndWhere() {
        assertThatThrownBy(() -> failing(0))
                .isInstanceOf(EspalierException.class)
                .hasMessageStartingWith(
                        "rigl.groovy:12:5: The plugin schedule 'failing' of org.example.sample 1.2.0 cannot be made:")
                .hasMessageContaining("the wheel is loose")
                .hasMessageNotContaining("\n")
                .hasCauseInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> failing(1)).hasMessageEndingWith("cannot be made: The file a.csv is empty.");
        assertThatThrownBy(() -> failing(2))
                .isInstanceOf(EspalierException.class)
                .hasMessageContaining("uses org.example.Gone, which it cannot see");
    }

    private static Schedule failing(long mode) {
        return factory()
                .create(
                        Schedule.class,
                        use("failing", Map.of()),
                        SERVICES.with(RandomStream.class, new RandomStream(mode)));
    }

    @Test
    void refusesAPluginThatIsNotOfItsKind() {
        assertThatThrownBy(() -> factory().create(Schedule.class, use("foreign", Map.of()), SERVICES))
                .isInstanceOf(EspalierException.class)
                .hasMessageContaining("carries its own copy of the API");
    }

    @Test
    void refusesAKindThatDoesNotMatchTheUse() {
        assertThatThrownBy(() -> factory().create(Preparation.class, use("level", Map.of()), SERVICES))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void namesTheClosestPlugin() {
        assertThatThrownBy(() -> factory().create(Schedule.class, use("lvel", Map.of()), SERVICES))
                .hasMessageContaining("There is no schedule 'lvel'. Did you mean 'level'?");
    }
}
