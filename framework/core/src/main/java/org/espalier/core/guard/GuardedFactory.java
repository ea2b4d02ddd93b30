package org.espalier.core.guard;

import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import org.espalier.api.EspalierException;
import org.espalier.api.backend.Backend;
import org.espalier.api.border.DataFiles;
import org.espalier.api.border.DataSource;
import org.espalier.api.border.Exporter;
import org.espalier.api.border.Importer;
import org.espalier.api.border.Metric;
import org.espalier.api.border.NetworkImporter;
import org.espalier.api.border.Preparation;
import org.espalier.api.graph.ActivationFunction;
import org.espalier.api.graph.Adapter;
import org.espalier.api.graph.Gate;
import org.espalier.api.graph.Layer;
import org.espalier.api.graph.Loss;
import org.espalier.api.graph.StartValues;
import org.espalier.api.loop.ExampleSampler;
import org.espalier.api.loop.GroupSelector;
import org.espalier.api.loop.Optimizer;
import org.espalier.api.loop.Regularizer;
import org.espalier.api.loop.Rule;
import org.espalier.api.loop.Transform;
import org.espalier.api.number.LayerDistribution;
import org.espalier.api.number.Schedule;
import org.espalier.api.score.GrowCriterion;
import org.espalier.api.score.Pattern;
import org.espalier.api.score.PruneCriterion;
import org.espalier.api.score.StartMask;
import org.espalier.core.catalog.PartSource;
import org.espalier.core.catalog.PluginCatalog;
import org.espalier.core.catalog.PluginDescriptor;
import org.espalier.core.catalog.PluginFactory;
import org.espalier.core.catalog.PluginServices;
import org.espalier.core.plan.PluginUse;

/** Makes plugins for one run and gives out guards in their place. */
public final class GuardedFactory implements PluginFactory {
    private static final Map<Class<?>, BiFunction<Object, Calls, Object>> GUARDS = Map.ofEntries(
            guard(Optimizer.class, OptimizerGuard::new),
            guard(Regularizer.class, RegularizerGuard::new),
            guard(Rule.class, RuleGuard::new),
            guard(ExampleSampler.class, SampleGuard::new),
            guard(GroupSelector.class, SelectorGuard::new),
            guard(Transform.class, TransformGuard::new),
            guard(Loss.class, LossGuard::new),
            guard(Layer.class, LayerGuard::new),
            guard(Gate.class, GateGuard::new),
            guard(ActivationFunction.class, ActivationGuard::new),
            guard(StartValues.class, InitGuard::new),
            guard(Adapter.class, AdaptGuard::new),
            guard(LayerDistribution.class, DistributionGuard::new),
            guard(Schedule.class, ScheduleGuard::new),
            guard(PruneCriterion.class, PruneGuard::new),
            guard(GrowCriterion.class, GrowGuard::new),
            guard(Pattern.class, PatternGuard::new),
            guard(StartMask.class, StartGuard::new),
            guard(DataSource.class, SourceGuard::new),
            guard(Preparation.class, PreparationGuard::new),
            guard(Metric.class, MetricGuard::new),
            guard(Exporter.class, ExporterGuard::new),
            guard(NetworkImporter.class, NetworkImporterGuard::new),
            guard(Importer.class, ImporterGuard::new),
            guard(Backend.class, BackendGuard::new));

    private final PluginFactory factory;
    private final PluginCatalog catalog;
    private final CallWatch watch;

    /**
     * @param factory makes the plugins themselves
     * @param catalog says which bundle a plugin belongs to
     * @param watch of the run
     */
    public GuardedFactory(PluginFactory factory, PluginCatalog catalog, CallWatch watch) {
        this.factory = factory;
        this.catalog = catalog;
        this.watch = watch;
    }

    @Override
    public <T> T create(Class<T> kind, PluginUse use, PluginServices services) {
        Optional<PluginDescriptor> plugin = catalog.find(use.kind(), use.name());
        if (plugin.isEmpty()) {
            // Says that there is no such plugin, and which there are.
            return factory.create(kind, use, services);
        }
        BiFunction<Object, Calls, Object> guard = GUARDS.get(kind);
        if (guard == null) {
            throw new IllegalArgumentException("there is no guard for plugins of the kind " + kind.getName());
        }
        Calls calls = new Calls(new Caller(plugin.get(), use.place()), watch);
        return kind.cast(guard.apply(made(kind, use, services, calls), calls));
    }

    private <T> T made(Class<T> kind, PluginUse use, PluginServices services, Calls calls) {
        String call = "its constructor";
        calls.enter(call);
        try {
            T made = factory.create(kind, use, hosted(services).with(new Parts(services)));
            calls.returned();
            return made;
        } catch (EspalierException e) {
            // The factory names bundle, plugin and place already.
            calls.returned();
            throw e;
        } catch (Throwable e) {
            throw calls.failed(call, e);
        } finally {
            calls.leave();
        }
    }

    /** A download may take any time; it gives up by itself when nothing comes any more. */
    private PluginServices hosted(PluginServices services) {
        return services.offered().get(DataFiles.class) instanceof DataFiles files
                ? services.with(DataFiles.class, file -> watch.hosted(() -> files.find(file)))
                : services;
    }

    /** Parts are guarded as plugins of their own, and may have parts again. */
    private final class Parts implements PartSource {
        private final PluginServices services;

        Parts(PluginServices services) {
            this.services = services;
        }

        @Override
        public <T> T part(Class<T> kind, PluginUse use) {
            return create(kind, use, services);
        }
    }

    private static <T> Map.Entry<Class<?>, BiFunction<Object, Calls, Object>> guard(
            Class<T> kind, BiFunction<T, Calls, Object> guard) {
        return Map.entry(kind, (plugin, calls) -> guard.apply(kind.cast(plugin), calls));
    }
}
