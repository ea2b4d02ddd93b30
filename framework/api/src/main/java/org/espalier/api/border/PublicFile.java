package org.espalier.api.border;

import java.net.URI;
import java.util.Optional;

/**
 * A file of a public data set.
 *
 * @param dataset the folder it lies in, for example {@code fashion-mnist}
 * @param name the file's name in that folder
 * @param uri where the publisher offers it; empty when people must put it into their data folder themselves
 * @param bytes its length
 * @param sha256 its digest, 64 lower-case hexadecimal digits
 */
public record PublicFile(String dataset, String name, Optional<URI> uri, long bytes, String sha256) {}
