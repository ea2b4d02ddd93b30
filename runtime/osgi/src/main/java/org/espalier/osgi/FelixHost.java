package org.espalier.osgi;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.felix.framework.Felix;
import org.espalier.api.EspalierException;
import org.espalier.core.catalog.ClassPathCatalog;
import org.espalier.core.catalog.PluginDescriptor;
import org.espalier.osgi.trust.JarGate;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.launch.Framework;

/**
 * An OSGi framework inside this JVM that holds the plugins. A broken bundle becomes a {@link BundleFault} and harms no
 * other. Close it: then its threads end and its files are deleted.
 */
public final class FelixHost implements AutoCloseable {
    private static final long STOP_SECONDS = 10;

    private final CacheFolder cache;
    private final Framework framework;
    private final BundleInstaller installer;
    private final OsgiCatalog catalog;

    private FelixHost(CacheFolder cache, Framework framework, JarGate gate, ClassLoader hostLoader) {
        this.cache = cache;
        this.framework = framework;
        this.installer = new BundleInstaller(framework, gate, cache.staging());
        this.catalog = new OsgiCatalog(
                framework.getBundleContext(),
                new ClassPathCatalog(hostLoader),
                new BundleCopies(cache.bundles())::of,
                this::release);
    }

    /**
     * Sets up a host.
     *
     * @param hostLoader the class path whose own plugins are offered as well
     */
    public static FelixHostBuilder builder(ClassLoader hostLoader) {
        return new FelixHostBuilder(hostLoader);
    }

    /**
     * Deletes what hosts left that could not be closed, because their processes were killed. Every host does so when it
     * starts; this is for a process that has seen another die and starts none itself.
     *
     * @param temporary where they made their folders
     */
    public static void sweep(Path temporary) {
        CacheFolder.sweep(temporary);
    }

    /** All plugins. */
    public OsgiCatalog catalog() {
        return catalog;
    }

    /** Everything that is wrong with any bundle. */
    public List<BundleFault> faults() {
        List<BundleFault> all = new ArrayList<>(installer.faults());
        all.addAll(catalog.faults());
        return all;
    }

    /** The bundles that did not come with the application and are in. */
    public List<AddedBundle> added() {
        return installer.added();
    }

    /**
     * Adds a bundle to the running host; its plugins are there for the next run. The jar is verified like any added one
     * and tried whole: every class
     * of its plugins is loaded. When anything is wrong it is taken out again.
     *
     * @return what is wrong; empty when the bundle is in
     */
    public List<BundleFault> add(Path jar) {
        List<BundleFault> before = faults();
        DaemonThread.call(() -> {
            addAll(List.of(), List.of(jar));
            return jar;
        });
        Optional<Bundle> bundle = installer.installed(jar);
        List<BundleFault> found = new ArrayList<>(faults());
        found.removeAll(before);
        bundle.ifPresent(b -> found.addAll(new ClassTrial(catalog, jar).faults(catalog.pluginsOf(b))));
        if (!found.isEmpty()) {
            installer.faults().removeAll(found);
            remove(jar);
        }
        return found;
    }

    /**
     * Takes a bundle out; false when it was not in. A run that uses it is told and ends; its classes are let go with the
     * last run that used them.
     */
    public boolean remove(Path jar) {
        Optional<Bundle> bundle = installer.installed(jar);
        bundle.ifPresent(b -> {
            try {
                b.uninstall();
            } catch (BundleException e) {
                throw new EspalierException(jar + " cannot be taken out: " + e.getMessage(), e);
            }
            installer.forget(jar, b);
        });
        release();
        return bundle.isPresent();
    }

    private void release() {
        new RemovedBundles(framework).release(catalog::inUse);
    }

    /** The plugins a bundle offers; none when it is not in. */
    List<PluginDescriptor> pluginsOf(Path jar) {
        return installer.installed(jar).map(catalog::pluginsOf).orElse(List.of());
    }

    /** Loads the class of every plugin and says which cannot be used. */
    public List<BundleFault> verify() {
        List<BundleFault> found = new ArrayList<>();
        for (Bundle bundle : framework.getBundleContext().getBundles()) {
            found.addAll(new ClassTrial(catalog, OsgiCatalog.jar(bundle)).faults(catalog.pluginsOf(bundle)));
        }
        return found;
    }

    @Override
    public void close() {
        try {
            catalog.close();
            framework.stop();
            framework.waitForStop(TimeUnit.SECONDS.toMillis(STOP_SECONDS));
        } catch (BundleException e) {
            throw new EspalierException("The plugin host cannot be stopped: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            cache.close();
        }
    }

    /** The jars in a folder, by name. */
    static List<Path> jarsIn(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().endsWith(".jar"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new EspalierException("The folder of plugins " + folder + " cannot be read: " + e.getMessage(), e);
        }
    }

    static FelixHost launch(Path temporary, JarGate gate, ClassLoader hostLoader) {
        CacheFolder cache = CacheFolder.in(temporary);
        Framework framework = null;
        try {
            framework = new Felix(configuration(cache));
            framework.start();
            return new FelixHost(cache, framework, gate, hostLoader);
        } catch (BundleException e) {
            cache.close();
            throw new EspalierException("The plugin host cannot be started: " + e.getMessage(), e);
        } catch (RuntimeException | Error e) {
            stopQuietly(framework, e);
            cache.close();
            throw e;
        }
    }

    private static void stopQuietly(@org.jspecify.annotations.Nullable Framework framework, Throwable reason) {
        try {
            if (framework != null) {
                framework.stop();
            }
        } catch (BundleException e) {
            reason.addSuppressed(e);
        }
    }

    private static Map<String, Object> configuration(CacheFolder cache) {
        Map<String, Object> configuration = new HashMap<>();
        configuration.put(Constants.FRAMEWORK_STORAGE, cache.bundles().toString());
        configuration.put(Constants.FRAMEWORK_STORAGE_CLEAN, Constants.FRAMEWORK_STORAGE_CLEAN_ONFIRSTINIT);
        configuration.put(Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA, SystemPackages.extra());
        // The library prints nothing; what goes wrong is thrown or told as a fault.
        configuration.put("felix.log.level", "0");
        // The JVM's URL handlers belong to the application.
        configuration.put("felix.service.urlhandlers", "false");
        // A bundle sees what it imports and no more, whoever calls it.
        configuration.put("felix.bootdelegation.implicit", "false");
        configuration.put("felix.cache.locking", "false");
        return configuration;
    }

    void addAll(List<Path> own, List<Path> foreign) {
        installer.add(own, foreign);
    }
}
