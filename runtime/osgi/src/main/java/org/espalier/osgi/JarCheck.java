package org.espalier.osgi;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import org.espalier.core.catalog.DescriptorReader;

/** Faults that show before a jar is installed. */
final class JarCheck {
    private static final String API_FOLDER = "org/espalier/api/";
    private static final String API = "org.espalier.api";

    private JarCheck() {}

    /** What is wrong with a file that should be a jar, if anything. */
    static Optional<BundleFault> noFile(Path file) {
        return Files.isRegularFile(file)
                ? Optional.empty()
                : Optional.of(BundleFault.of(
                        file, Files.exists(file) ? "is not a file." : "does not exist.", "Name the jar of a bundle."));
    }

    /** That a file cannot be read as a jar. */
    static BundleFault unreadable(Path file, IOException e) {
        return new BundleFault(
                file,
                "is not a readable jar (" + e.getMessage() + ").",
                "It may be cut off or not a jar at all: copy, download or build it again.",
                Optional.of(e));
    }

    /**
     * What is wrong with a jar, if anything.
     *
     * @param file what to call it
     * @param content where its bytes are
     */
    static Optional<BundleFault> fault(Path file, Path content) {
        try (JarFile jar = new JarFile(content.toFile(), false)) {
            return fault(file, jar);
        } catch (IOException e) {
            return Optional.of(unreadable(file, e));
        }
    }

    private static Optional<BundleFault> fault(Path file, JarFile jar) throws IOException {
        if (jar.stream()
                .anyMatch(entry -> entry.getName().startsWith(API_FOLDER)
                        && entry.getName().endsWith(".class"))) {
            return Optional.of(BundleFault.of(
                    file,
                    "carries its own copy of the API.",
                    "Give espalier-api the scope 'provided' and do not shade it, so that the jar holds only the"
                            + " plugin's own classes."));
        }
        Manifest manifest = jar.getManifest();
        Attributes headers = manifest == null ? new Attributes() : manifest.getMainAttributes();
        boolean plugins = jar.getEntry(DescriptorReader.DESCRIPTOR) != null;
        if (headers.getValue("Bundle-SymbolicName") == null) {
            return Optional.of(BundleFault.of(
                    file,
                    plugins
                            ? "is a plain jar: its manifest has no OSGi headers, so its plugins cannot be loaded."
                            : "is a plain jar and no bundle: its manifest has no OSGi headers.",
                    "Build it with bnd-maven-plugin, as docs/examples/plugin-example does."));
        }
        if (plugins && !importsApi(headers)) {
            return Optional.of(BundleFault.of(
                    file,
                    "has plugins but does not import " + API + ".",
                    "Build it with bnd-maven-plugin, which finds the imports, or add 'Import-Package: " + API
                            + ", …' to its manifest."));
        }
        if (!plugins && importsApi(headers)) {
            return Optional.of(BundleFault.of(
                    file,
                    "imports the API but names no plugin: it holds no " + DescriptorReader.DESCRIPTOR + ".",
                    "Add espalier-processor to the annotationProcessorPaths of maven-compiler-plugin; since Java 23"
                            + " a processor that is only on the class path is not run."));
        }
        return Optional.empty();
    }

    private static boolean importsApi(Attributes headers) {
        for (String header : new String[] {"Import-Package", "DynamicImport-Package"}) {
            String value = headers.getValue(header);
            if (value != null && value.contains(API)) {
                return true;
            }
        }
        return false;
    }
}
