package org.espalier.core.catalog;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.Optional;
import java.util.jar.JarFile;
import java.util.jar.Manifest;

/**
 * Which jar or folder of a class path a descriptor or a class came from.
 *
 * @param path for messages
 * @param bundle the symbolic name in its manifest, else the jar's or module folder's name
 * @param version the version in its manifest, else {@value #NO_VERSION}
 * @param file the jar or the folder; empty when it came from elsewhere
 */
public record PathOrigin(String path, String bundle, String version, Optional<Path> file) {
    private static final String NO_VERSION = "0.0.0";

    /** Where a class was loaded from. */
    public static PathOrigin of(Class<?> type) {
        CodeSource source = type.getProtectionDomain().getCodeSource();
        if (source == null || !"file".equals(source.getLocation().getProtocol())) {
            return new PathOrigin(type.getName(), type.getPackageName(), NO_VERSION, Optional.empty());
        }
        Path root = Path.of(URI.create(source.getLocation().toString()));
        try {
            return Files.isDirectory(root) ? folder(root) : jar(root);
        } catch (IOException e) {
            throw new UncheckedIOException(root + " cannot be read", e);
        }
    }

    static PathOrigin of(URL descriptor) throws IOException {
        if (descriptor.openConnection() instanceof JarURLConnection jar) {
            jar.setUseCaches(false);
            URL file = jar.getJarFileURL();
            if ("file".equals(file.getProtocol())) {
                return of(Path.of(URI.create(file.toString())), Optional.ofNullable(jar.getManifest()));
            }
            return named(file.toString(), fileName(file.toString()), Optional.ofNullable(jar.getManifest()));
        }
        if ("file".equals(descriptor.getProtocol())) {
            return folder(Path.of(URI.create(descriptor.toString()))
                    .resolve("../../..")
                    .normalize());
        }
        return new PathOrigin(descriptor.toString(), descriptor.toString(), NO_VERSION, Optional.empty());
    }

    private static PathOrigin jar(Path file) throws IOException {
        try (JarFile jar = new JarFile(file.toFile())) {
            return of(file, Optional.ofNullable(jar.getManifest()));
        }
    }

    private static PathOrigin of(Path jar, Optional<Manifest> manifest) {
        return named(jar.toString(), fileName(jar.toString()), manifest).at(jar);
    }

    private static PathOrigin folder(Path root) throws IOException {
        return named(root.toString(), moduleName(root), manifest(root.resolve("META-INF/MANIFEST.MF")))
                .at(root);
    }

    private static PathOrigin named(String path, String name, Optional<Manifest> manifest) {
        return new PathOrigin(
                path,
                attribute(manifest, "Bundle-SymbolicName")
                        .map(symbolic -> symbolic.split(";", 2)[0].strip())
                        .or(() -> attribute(manifest, "Implementation-Title"))
                        .orElse(name),
                attribute(manifest, "Bundle-Version")
                        .or(() -> attribute(manifest, "Implementation-Version"))
                        .orElse(NO_VERSION),
                Optional.empty());
    }

    private PathOrigin at(Path place) {
        return new PathOrigin(path, bundle, version, Optional.of(place));
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
