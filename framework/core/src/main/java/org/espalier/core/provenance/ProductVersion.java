package org.espalier.core.provenance;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** The version of Espalier. */
public final class ProductVersion {
    private ProductVersion() {}

    /** As the build wrote it, for example {@code 0.1.0}. */
    public static String read() {
        Properties built = new Properties();
        try (InputStream in = ProductVersion.class.getResourceAsStream("version.properties")) {
            built.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException("the jar of the engine cannot be read", e);
        }
        return built.getProperty("version", "unknown");
    }
}
