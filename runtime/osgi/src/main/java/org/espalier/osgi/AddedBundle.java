package org.espalier.osgi;

import java.nio.file.Path;
import org.espalier.osgi.trust.Trust;

/**
 * A bundle that did not come with the application, and why it was let in.
 *
 * @param jar where it lies
 * @param name its symbolic name
 * @param version its version
 * @param sha256 digest of the bytes that were installed, 64 lower-case hexadecimal digits
 */
public record AddedBundle(Path jar, String name, String version, String sha256, Trust trust) {}
