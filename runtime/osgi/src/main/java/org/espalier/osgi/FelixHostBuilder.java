package org.espalier.osgi;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.espalier.osgi.trust.JarGate;
import org.espalier.osgi.trust.JarLimits;
import org.espalier.osgi.trust.TrustList;

/** Sets up a {@link FelixHost}. */
public final class FelixHostBuilder {
    private final ClassLoader hostLoader;
    private final List<Path> own = new ArrayList<>();
    private final List<Path> added = new ArrayList<>();
    private Optional<TrustList> trust = Optional.empty();
    private JarLimits limits = JarLimits.STANDARD;
    private InstantSource clock = InstantSource.system();
    private Path temporary = Path.of(System.getProperty("java.io.tmpdir"));

    FelixHostBuilder(ClassLoader hostLoader) {
        this.hostLoader = hostLoader;
    }

    /**
     * A folder of bundles that came with the application and are trusted like its own classes: they are read where they
     * lie and not verified. A folder that does not exist is empty.
     */
    public FelixHostBuilder own(Path folder) {
        own.add(folder);
        return this;
    }

    /** A folder of bundles that a person added: each is verified. A folder that does not exist is empty. */
    public FelixHostBuilder added(Path folder) {
        added.add(folder);
        return this;
    }

    /** What added bundles must be listed on; without a list every jar that is whole is used. */
    public FelixHostBuilder trust(Optional<TrustList> list) {
        trust = list;
        return this;
    }

    /** How large added jars may be. */
    public FelixHostBuilder limits(JarLimits most) {
        limits = most;
        return this;
    }

    /** Against which certificates expire; by default the system's clock. */
    public FelixHostBuilder clock(InstantSource source) {
        clock = source;
        return this;
    }

    /** Where the folder of the running host is made; by default the JVM's folder of temporary files. */
    public FelixHostBuilder temporary(Path folder) {
        temporary = folder;
        return this;
    }

    /** Starts a framework with all jars of the folders: first all are installed, then all are started. */
    public FelixHost start() {
        return DaemonThread.call(() -> {
            FelixHost host = FelixHost.launch(temporary, new JarGate(limits, trust, clock), hostLoader);
            try {
                host.addAll(jars(own), jars(added));
                return host;
            } catch (RuntimeException | Error e) {
                host.close();
                throw e;
            }
        });
    }

    private static List<Path> jars(List<Path> folders) {
        return folders.stream()
                .flatMap(folder -> FelixHost.jarsIn(folder).stream())
                .toList();
    }
}
