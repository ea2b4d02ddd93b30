package org.espalier.osgi;

import java.nio.file.Path;
import java.util.Optional;

/**
 * A bundle that cannot be used, or part of it; it harms no other bundle.
 *
 * @param jar the jar
 * @param sentence what is wrong, a clause after the jar's name, for example {@code needs Java 26.}
 * @param fix what to do, one or more sentences
 * @param cause what was thrown, for those who debug
 */
public record BundleFault(Path jar, String sentence, String fix, Optional<Throwable> cause) {
    static BundleFault of(Path jar, String sentence, String fix) {
        return new BundleFault(jar, sentence, fix, Optional.empty());
    }

    /** All of it as one line that starts with the jar's name. */
    public String text() {
        return jar.getFileName() + " " + sentence + (fix.isEmpty() ? "" : " " + fix);
    }
}
