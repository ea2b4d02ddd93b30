package org.espalier.embed;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.espalier.api.EspalierException;
import org.espalier.api.backend.Backend;
import org.espalier.api.backend.OtherBackends;
import org.espalier.core.catalog.PluginCatalog;
import org.espalier.core.catalog.PluginDescriptor;
import org.espalier.core.catalog.PluginFactory;
import org.espalier.core.catalog.PluginServices;
import org.espalier.core.parallel.WorkerPool;
import org.espalier.core.plan.PluginUse;
import org.espalier.core.train.Engine;

/**
 * The backends at hand for a run.
 *
 * @param catalog of the plugins
 * @param factory makes them
 * @param services for them; one that asks for {@link OtherBackends} is offered those as well
 */
record Backends(PluginCatalog catalog, PluginFactory factory, PluginServices services) {
    private static final String KIND = "backend";

    private record Named(String name, Backend backend, int preference) {}

    /**
     * The one that is asked for.
     *
     * @param options of the backend
     * @throws EspalierException when there is none of this name, or it does not work here
     */
    Engine named(String name, Map<String, ?> options, WorkerPool pool) {
        Backend backend = made(name, options, withOthers(name));
        backend.kernels();
        return new Engine(name, backend, pool);
    }

    /**
     * The one with the highest preference of those that work.
     *
     * @param troubles takes a sentence for each that would have been better, or could not say
     * @throws EspalierException when none works
     */
    Engine best(WorkerPool pool, Consumer<String> troubles) {
        Named best = working(candidates("", true, troubles), troubles);
        return new Engine(best.name(), best.backend(), pool);
    }

    /** One that needs others is not among the others of any, so that none is made for its own sake. */
    private PluginServices withOthers(String name) {
        return services.with(
                OtherBackends.class,
                () -> working(candidates(name, false, trouble -> {}), trouble -> {})
                        .backend());
    }

    private List<Named> candidates(String without, boolean others, Consumer<String> troubles) {
        List<Named> candidates = new ArrayList<>();
        for (PluginDescriptor plugin : catalog.plugins()) {
            String name = plugin.name();
            if (plugin.kind().equals(KIND) && !name.equals(without)) {
                attempt(troubles, () -> candidate(name, others ? withOthers(name) : services))
                        .ifPresent(candidates::add);
            }
        }
        return candidates;
    }

    private Named candidate(String name, PluginServices offered) {
        Backend backend = made(name, Map.of(), offered);
        return new Named(name, backend, backend.preference());
    }

    private static Named working(List<Named> candidates, Consumer<String> troubles) {
        List<Named> byPreference = new ArrayList<>(candidates);
        byPreference.sort(Comparator.comparingInt(Named::preference).reversed());
        for (Named candidate : byPreference) {
            if (attempt(troubles, candidate.backend()::kernels).isPresent()) {
                return candidate;
            }
        }
        throw new EspalierException(
                "No backend is at hand: the catalog has no plugin of kind 'backend' that can be loaded.");
    }

    private static <T> Optional<T> attempt(Consumer<String> troubles, Supplier<T> step) {
        try {
            return Optional.of(step.get());
        } catch (EspalierException e) {
            troubles.accept(String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    private Backend made(String name, Map<String, ?> options, PluginServices offered) {
        return factory.create(Backend.class, PluginUse.of(KIND, name, options), offered);
    }
}
