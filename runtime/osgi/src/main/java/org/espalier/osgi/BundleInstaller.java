package org.espalier.osgi;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.espalier.osgi.trust.JarGate;
import org.espalier.osgi.trust.RefusedJarException;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.launch.Framework;

/**
 * Installs and starts bundles. Those of the application are read where they lie; added ones are copied, verified, and
 * installed from the copy. What cannot be used becomes a fault.
 */
final class BundleInstaller {
    private final Framework framework;
    private final FaultReader faultReader;
    private final JarGate gate;
    private final Path staging;
    private final List<BundleFault> faults = new CopyOnWriteArrayList<>();
    private final Map<Long, AddedBundle> added = new ConcurrentHashMap<>();

    /**
     * @param gate what added jars must pass
     * @param staging a folder for copies, to which nobody else writes
     */
    BundleInstaller(Framework framework, JarGate gate, Path staging) {
        this.framework = framework;
        this.faultReader = new FaultReader(framework);
        this.gate = gate;
        this.staging = staging;
    }

    /** What is wrong with any bundle. */
    List<BundleFault> faults() {
        return faults;
    }

    /** The added bundles that are in, by name. */
    List<AddedBundle> added() {
        return added.values().stream()
                .sorted(Comparator.comparing(AddedBundle::name).thenComparing(AddedBundle::version))
                .toList();
    }

    /** Forgets what was known of a bundle that was taken out. */
    void forget(Path jar, Bundle bundle) {
        added.remove(bundle.getBundleId());
        faults.removeIf(fault -> fault.jar().equals(jar));
    }

    /** Installs all, then starts all. */
    void add(List<Path> own, List<Path> foreign) {
        Map<Path, Bundle> installed = new LinkedHashMap<>();
        own.forEach(jar -> whereItLies(jar).ifPresent(bundle -> installed.put(jar, bundle)));
        foreign.forEach(jar -> verified(jar).ifPresent(bundle -> installed.put(jar, bundle)));
        installed.forEach(this::start);
    }

    /** The bundle of a jar. */
    Optional<Bundle> installed(Path jar) {
        return Optional.ofNullable(framework.getBundleContext().getBundle(location(jar)))
                .or(() -> Optional.ofNullable(framework.getBundleContext().getBundle(reference(jar))));
    }

    private static String location(Path jar) {
        return jar.toAbsolutePath().toUri().toString();
    }

    private static String reference(Path jar) {
        return "reference:" + location(jar);
    }

    private Optional<Bundle> whereItLies(Path jar) {
        Optional<BundleFault> fault = JarCheck.noFile(jar).or(() -> JarCheck.fault(jar, jar));
        if (fault.isPresent()) {
            faults.add(fault.get());
            return Optional.empty();
        }
        try {
            return Optional.of(framework.getBundleContext().installBundle(reference(jar)));
        } catch (Exception | LinkageError e) {
            faults.add(faultReader.install(jar, e));
            return Optional.empty();
        }
    }

    private Optional<Bundle> verified(Path jar) {
        Optional<BundleFault> fault = JarCheck.noFile(jar);
        Path copy = staging.resolve(UUID.randomUUID() + ".jar");
        try {
            if (fault.isEmpty()) {
                JarGate.Admitted admitted = gate.admit(jar, copy);
                fault = JarCheck.fault(jar, copy);
                if (fault.isEmpty()) {
                    return install(jar, admitted);
                }
            }
        } catch (RefusedJarException e) {
            fault = Optional.of(new BundleFault(jar, e.sentence(), e.fix(), Optional.of(e)));
        } catch (IOException e) {
            fault = Optional.of(JarCheck.unreadable(jar, e));
        } finally {
            discard(copy);
        }
        fault.ifPresent(faults::add);
        return Optional.empty();
    }

    private Optional<Bundle> install(Path jar, JarGate.Admitted admitted) {
        try (InputStream bytes = Files.newInputStream(admitted.copy())) {
            Bundle bundle = framework.getBundleContext().installBundle(location(jar), bytes);
            added.put(
                    bundle.getBundleId(),
                    new AddedBundle(
                            jar,
                            String.valueOf(bundle.getSymbolicName()),
                            bundle.getVersion().toString(),
                            admitted.sha256(),
                            admitted.trust()));
            return Optional.of(bundle);
        } catch (Exception | LinkageError e) {
            faults.add(faultReader.install(jar, e));
            return Optional.empty();
        }
    }

    private void discard(Path copy) {
        try {
            Files.deleteIfExists(copy);
        } catch (IOException e) {
            System.getLogger(BundleInstaller.class.getName())
                    .log(System.Logger.Level.DEBUG, "the copy " + copy + " goes with the cache", e);
        }
    }

    private void start(Path jar, Bundle bundle) {
        if (bundle.getHeaders().get(Constants.FRAGMENT_HOST) != null) {
            return;
        }
        try {
            bundle.start();
        } catch (Exception | LinkageError | AssertionError e) {
            faults.add(faultReader.start(jar, bundle, e));
        }
    }
}
