package org.espalier.embed;

import com.google.inject.AbstractModule;
import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.ProvisionException;
import com.google.inject.Stage;
import jakarta.inject.Inject;
import java.lang.reflect.Constructor;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.espalier.api.EspalierException;
import org.espalier.api.PluginKind;
import org.espalier.core.catalog.BrokenClass;
import org.espalier.core.catalog.OptionChecker;
import org.espalier.core.catalog.OptionsBinder;
import org.espalier.core.catalog.PluginCatalog;
import org.espalier.core.catalog.PluginDescriptor;
import org.espalier.core.catalog.PluginFactory;
import org.espalier.core.catalog.PluginServices;
import org.espalier.core.diagnostic.Diagnostics;
import org.espalier.core.plan.PluginUse;

/**
 * Makes plugins with Guice: one parent injector for a run, a child for each use of a plugin. Only explicit bindings
 * exist, so a constructor gets its options and the services offered for this use, and nothing else. Make one factory for
 * a run and drop it with the run.
 */
public final class GuicePluginFactory implements PluginFactory {
    private final PluginCatalog catalog;
    private final Injector run;

    public GuicePluginFactory(PluginCatalog catalog) {
        this.catalog = catalog;
        this.run = Guice.createInjector(Stage.DEVELOPMENT, new ExplicitOnly());
    }

    @Override
    public <T> T create(Class<T> kind, PluginUse use, PluginServices services) {
        requireKind(kind, use);
        Diagnostics diagnostics = new Diagnostics();
        Optional<PluginDescriptor> found = new OptionChecker(catalog, diagnostics).check(use);
        diagnostics.throwIfAny();
        PluginDescriptor plugin = found.orElseThrow();
        Class<?> loaded = catalog.load(plugin, use.place());
        if (!kind.isAssignableFrom(loaded)) {
            throw new EspalierException(BrokenClass.called(plugin) + " is not a " + kind.getName()
                    + " of this host: " + plugin.bundle() + " carries its own copy of the API. Build it with the API"
                    + " in scope 'provided', so that the jar holds only its own classes.");
        }
        try {
            return inject(loaded.asSubclass(kind), plugin, use, services);
        } catch (LinkageError e) {
            throw new EspalierException(place(use) + BrokenClass.sentence(plugin, e), e);
        }
    }

    private <T> T inject(Class<T> type, PluginDescriptor plugin, PluginUse use, PluginServices services) {
        Constructor<T> constructor = constructor(type, plugin);
        requireOffered(constructor, plugin, use, services);
        Map<Class<?>, Object> given = new LinkedHashMap<>(services.offered());
        for (Class<?> parameter : constructor.getParameterTypes()) {
            if (isOptions(parameter, type)) {
                given.put(
                        parameter, new OptionsBinder(catalog).bind(use, parameter.asSubclass(Record.class), services));
            }
        }
        try {
            return run.createChildInjector(new OneUse<>(type, constructor, given))
                    .getInstance(type);
        } catch (ProvisionException e) {
            throw failed(plugin, use, e.getCause() == null ? e : e.getCause());
        }
    }

    private static boolean isOptions(Class<?> parameter, Class<?> plugin) {
        return parameter.isRecord() && parameter.getEnclosingClass() == plugin;
    }

    private static void requireOffered(
            Constructor<?> constructor, PluginDescriptor plugin, PluginUse use, PluginServices services) {
        for (Class<?> parameter : constructor.getParameterTypes()) {
            if (!services.offered().containsKey(parameter) && !isOptions(parameter, constructor.getDeclaringClass())) {
                List<String> offered = services.offered().keySet().stream()
                        .map(Class::getName)
                        .sorted()
                        .toList();
                throw new EspalierException(place(use) + BrokenClass.called(plugin) + " asks for a "
                        + parameter.getName() + ", which a " + use.kind() + " is not offered; offered are its Options"
                        + (offered.isEmpty() ? "" : ", " + String.join(", ", offered)) + ".");
            }
        }
    }

    @SuppressWarnings("unchecked")
    private static <T> Constructor<T> constructor(Class<T> type, PluginDescriptor plugin) {
        Constructor<?>[] all = type.getDeclaredConstructors();
        Constructor<?> chosen = Arrays.stream(all)
                .filter(c -> c.isAnnotationPresent(Inject.class))
                .findFirst()
                .orElse(all.length == 1 ? all[0] : null);
        if (chosen == null) {
            throw new EspalierException(BrokenClass.called(plugin) + " has " + all.length
                    + " constructors and none annotated with @jakarta.inject.Inject. Annotate one.");
        }
        chosen.setAccessible(true);
        return (Constructor<T>) chosen;
    }

    private static EspalierException failed(PluginDescriptor plugin, PluginUse use, Throwable cause) {
        String reason = switch (cause) {
            case LinkageError e -> BrokenClass.reason(plugin, e);
            case EspalierException e -> String.valueOf(e.getMessage());
            case IllegalArgumentException e when e.getMessage() != null -> e.getMessage();
            default -> "its constructor failed with " + cause + ".";
        };
        return new EspalierException(place(use) + BrokenClass.called(plugin) + " cannot be made: " + reason, cause);
    }

    private static String place(PluginUse use) {
        return use.place().known() ? use.place() + ": " : "";
    }

    private static void requireKind(Class<?> kind, PluginUse use) {
        PluginKind word = kind.getAnnotation(PluginKind.class);
        if (word == null || !word.value().equals(use.kind())) {
            throw new IllegalArgumentException("a " + use.kind() + " cannot be made as " + kind.getName()
                    + ", which is " + (word == null ? "no plugin kind" : "the kind '" + word.value() + "'"));
        }
    }

    /** Nothing is made that nobody asked for. */
    private static final class ExplicitOnly extends AbstractModule {
        @Override
        protected void configure() {
            binder().requireExplicitBindings();
            binder().requireExactBindingAnnotations();
            binder().disableCircularProxies();
        }
    }

    /** What one use of a plugin may be given: its options and the services offered for it. */
    private static final class OneUse<T> extends AbstractModule {
        private final Class<T> type;
        private final Constructor<T> constructor;
        private final Map<Class<?>, Object> given;

        OneUse(Class<T> type, Constructor<T> constructor, Map<Class<?>, Object> given) {
            this.type = type;
            this.constructor = constructor;
            this.given = given;
        }

        @Override
        protected void configure() {
            given.forEach(this::bindInstance);
            bind(type).toConstructor(constructor);
        }

        private <S> void bindInstance(Class<S> service, Object value) {
            bind(service).toInstance(service.cast(value));
        }
    }
}
