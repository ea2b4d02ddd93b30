package org.espalier.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.espalier.api.EspalierException;
import org.espalier.api.backend.Backend;
import org.espalier.api.backend.Kernels;
import org.espalier.api.backend.OtherBackends;
import org.espalier.core.catalog.PluginCatalog;
import org.espalier.core.catalog.PluginDescriptor;
import org.espalier.core.catalog.PluginFactory;
import org.espalier.core.catalog.PluginServices;
import org.espalier.core.kernel.ScalarKernels;
import org.espalier.core.parallel.WorkerPool;
import org.espalier.core.plan.PluginUse;
import org.espalier.core.train.Engine;
import org.junit.jupiter.api.Test;

class BackendsTest {
    private final List<String> troubles = new ArrayList<>();
    private final List<String> opened = new ArrayList<>();

    private Backends of(Sample... samples) {
        return new Backends(
                new Catalog(samples),
                new Factory(samples),
                PluginServices.of(
                        use -> {
                            throw new IllegalStateException("no schedule stands here");
                        },
                        Path.of("")));
    }

    private Engine best(Sample... samples) {
        try (WorkerPool pool = new WorkerPool(1)) {
            return of(samples).best(pool, troubles::add);
        }
    }

    private Engine named(String name, Sample... samples) {
        try (WorkerPool pool = new WorkerPool(1)) {
            return of(samples).named(name, Map.of(), pool);
        }
    }

    @Test
    void theBestIsTheOneWithTheHighestPreferenceAndNoOtherIsOpened() {
        assertThat(best(works("slow", 0), works("fast", 9), works("middle", 5)).name())
                .isEqualTo("fast");
        assertThat(opened).containsOnly("fast");
        assertThat(troubles).isEmpty();
    }

    @Test
    void oneThatDoesNotWorkGivesWayToTheNextWithItsSentence() {
        assertThat(best(works("slow", 0), fails("fast", 9)).name()).isEqualTo("slow");
        assertThat(troubles).containsExactly("fast lacks its library.");
    }

    @Test
    void oneThatIsWorseAndDoesNotWorkIsNoTrouble() {
        assertThat(best(works("slow", 0), fails("broken", -1)).name()).isEqualTo("slow");
        assertThat(troubles).isEmpty();
    }

    @Test
    void oneThatWasAskedForAndDoesNotWorkIsTold() {
        assertThatThrownBy(() -> named("fast", works("slow", 0), fails("fast", 9)))
                .isInstanceOf(EspalierException.class)
                .hasMessage("fast lacks its library.");
    }

    @Test
    void oneThatNeedsOthersGetsTheBestThatNeedsNone() {
        Engine engine = named(
                "mixed", works("slow", 0), needs("mixed", 5), works("fast", 9), needs("other", 99), fails("x", 50));
        assertThat(engine.backend().description()).isEqualTo("mixed over fast");
    }

    @Test
    void withoutOneThatWorksThereIsNoEngine() {
        assertThatThrownBy(() -> best(fails("fast", 9))).hasMessageStartingWith("No backend is at hand");
    }

    private Sample works(String name, int preference) {
        return new Sample(name, preference, true, false, Optional.empty());
    }

    private Sample fails(String name, int preference) {
        return new Sample(name, preference, false, false, Optional.empty());
    }

    private Sample needs(String name, int preference) {
        return new Sample(name, preference, true, true, Optional.empty());
    }

    private final class Sample implements Backend {
        private final String name;
        private final int preference;
        private final boolean works;
        private final boolean needsOthers;
        private final Optional<OtherBackends> others;

        Sample(String name, int preference, boolean works, boolean needsOthers, Optional<OtherBackends> others) {
            this.name = name;
            this.preference = preference;
            this.works = works;
            this.needsOthers = needsOthers;
            this.others = others;
        }

        /** As the factory makes it. */
        Sample made(PluginServices services) {
            Optional<OtherBackends> offered =
                    Optional.ofNullable((OtherBackends) services.offered().get(OtherBackends.class));
            if (needsOthers && offered.isEmpty()) {
                throw new EspalierException(name + " asks for other backends.");
            }
            return new Sample(name, preference, works, needsOthers, offered);
        }

        @Override
        public Kernels kernels() {
            if (!works) {
                throw new EspalierException(name + " lacks its library.");
            }
            opened.add(name);
            return new ScalarKernels();
        }

        @Override
        public String description() {
            return needsOthers ? name + " over " + others.orElseThrow().best().description() : name;
        }

        @Override
        public int preference() {
            return preference;
        }
    }

    private record Catalog(List<PluginDescriptor> plugins) implements PluginCatalog {
        Catalog(Sample... samples) {
            this(Arrays.stream(samples)
                    .map(sample -> new PluginDescriptor(
                            "backend", sample.name, "Sample", "A sample.", List.of(), "org.example", "1.0.0"))
                    .toList());
        }

        @Override
        public Class<?> load(PluginDescriptor plugin) {
            throw new UnsupportedOperationException("these plugins are given");
        }

        @Override
        public Optional<Path> file(PluginDescriptor plugin) {
            return Optional.empty();
        }
    }

    private record Factory(List<Sample> samples) implements PluginFactory {
        Factory(Sample... samples) {
            this(List.of(samples));
        }

        @Override
        public <T> T create(Class<T> kind, PluginUse use, PluginServices services) {
            return kind.cast(samples.stream()
                    .filter(sample -> sample.name.equals(use.name()))
                    .findFirst()
                    .orElseThrow()
                    .made(services));
        }
    }
}
