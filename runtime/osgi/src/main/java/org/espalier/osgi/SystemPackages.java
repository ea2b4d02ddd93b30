package org.espalier.osgi;

import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.espalier.api.EspalierException;
import org.espalier.api.Plugin;
import org.jspecify.annotations.NullMarked;

/** The packages of the host's class path that bundles may import: the API and the annotations plugins carry. */
final class SystemPackages {
    private static final Pattern API_VERSION = Pattern.compile("version=\"([^\"]+)\"");

    private SystemPackages() {}

    /** In the syntax of {@code Export-Package}, with the versions of the jars' own manifests. */
    static String extra() {
        List<String> packages = new ArrayList<>();
        for (Class<?> member : List.of(Plugin.class, Inject.class, NullMarked.class)) {
            packages.add(exported(member));
        }
        return String.join(",", packages);
    }

    /** The version of the API this host offers. */
    static String apiVersion() {
        Matcher version = API_VERSION.matcher(exported(Plugin.class));
        return version.find() ? version.group(1) : "0.0.0";
    }

    private static String exported(Class<?> member) {
        Path origin = Path.of(URI.create(
                member.getProtectionDomain().getCodeSource().getLocation().toString()));
        try {
            String exports = manifest(origin).getMainAttributes().getValue("Export-Package");
            if (exports == null) {
                throw new EspalierException(
                        origin + " exports no packages, so no bundle could use it. Put the released jar of it on the"
                                + " class path.");
            }
            return exports;
        } catch (IOException e) {
            throw new EspalierException("Cannot read the manifest of " + origin + ": " + e.getMessage(), e);
        }
    }

    private static Manifest manifest(Path origin) throws IOException {
        if (Files.isDirectory(origin)) {
            try (InputStream in = Files.newInputStream(origin.resolve(JarFile.MANIFEST_NAME))) {
                return new Manifest(in);
            }
        }
        try (JarFile jar = new JarFile(origin.toFile())) {
            Manifest manifest = jar.getManifest();
            return manifest == null ? new Manifest() : manifest;
        }
    }
}
