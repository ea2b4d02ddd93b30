package org.espalier.core.catalog;

import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.jar.Manifest;

/**
 * Which jar or folder of a class path a descriptor came from.
 *
 * @param path for messages
 * @param bundle the symbolic name in its manifest, else the jar's or module folder's name
 * @param version the version in its manifest, else {@value #NO_VERSION}
 */
record PathOrigin(String path, String bundle, String version) {
    private static final String NO_VERSION = "0.0.0";

    static PathOrigin of(URL descriptor) throws IOException {
        if (descriptor.openConnection() instanceof JarURLConnection jar) {
            jar.setUseCaches(false);
            URL file = jar.getJarFileURL();
            String path = "file".equals(file.getProtocol())
                    ? Path.of(URI.create(file.toString())).toString()
                    : file.toString();
            return of(path, fileName(path), Optional.ofNullable(jar.getManifest()));
        }
        if ("file".equals(descriptor.getProtocol())) {
            Path root = Path.of(URI.create(descriptor.toString()))
                    .resolve("../../..")
                    .normalize();
            return of(root.toString(), moduleName(root), manifest(root.resolve("META-INF/MANIFEST.MF")));
        }
        return new PathOrigin(descriptor.toString(), descriptor.toString(), NO_VERSION);
    }

    private static PathOrigin of(String path, String name, Optional<Manifest> manifest) {
        return new PathOrigin(
                path,
                attribute(manifest, "Bundle-SymbolicName")
                        .map(symbolic -> symbolic.split(";", 2)[0].strip())
                        .or(() -> attribute(manifest, "Implementation-Title"))
                        .orElse(name),
                attribute(manifest, "Bundle-Version")
                        .or(() -> attribute(manifest, "Implementation-Version"))
                        .orElse(NO_VERSION));
    }

    private static Optional<String> attribute(Optional<Manifest> manifest, String name) {
        return manifest.flatMap(m -> Optional.ofNullable(m.getMainAttributes().getValue(name)));
    }

    private static Optional<Manifest> manifest(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try (InputStream in = Files.newInputStream(file)) {
            return Optional.of(new Manifest(in));
        }
    }

    private static String fileName(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /** For {@code core/target/classes} the name {@code core}. */
    private static String moduleName(Path root) {
        Path folder = root.endsWith("target/classes") || root.endsWith("target/test-classes")
                ? root.resolve("../..").normalize()
                : root;
        return fileName(folder.toString());
    }
}
