package org.espalier.it;

import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.espalier.core.catalog.ClassPathCatalog;
import org.espalier.core.catalog.PluginCatalog;

/** What a user gets: the host's class path and the bundles, as the build lays them out. */
public final class Distribution {
    private static final Path ROOT = Path.of("../cli/target/espalier");

    private Distribution() {}

    public static Path bundleFolder() {
        return existing(ROOT.resolve("bundles"));
    }

    static List<Path> bundles() throws IOException {
        return jars(bundleFolder());
    }

    static List<Path> lib() throws IOException {
        return jars(existing(ROOT.resolve("lib")));
    }

    /** What stands before the class path. */
    static List<Path> boot() throws IOException {
        return jars(existing(ROOT.resolve("boot")));
    }

    /** The folder of the libraries that bundles open on first use. */
    static Path libraryFolder() {
        return existing(ROOT.resolve("libraries"));
    }

    static List<Path> libraries() throws IOException {
        try (Stream<Path> files = Files.walk(libraryFolder())) {
            return files.filter(file -> file.toString().endsWith(".jar"))
                    .sorted()
                    .toList();
        }
    }

    /** The bundles as a flat class path, without a framework. */
    static PluginCatalog flat() throws IOException {
        URL[] urls = bundles().stream().map(Distribution::url).toArray(URL[]::new);
        try (URLClassLoader loader = new URLClassLoader(urls, null)) {
            return new ClassPathCatalog(loader);
        }
    }

    private static URL url(Path jar) {
        try {
            return jar.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalStateException(jar.toString(), e);
        }
    }

    private static List<Path> jars(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".jar"))
                    .sorted()
                    .toList();
        }
    }

    private static Path existing(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new IllegalStateException(folder + " does not exist: these tests run on the built distribution, so"
                    + " build with 'mvn verify'");
        }
        return folder;
    }
}
