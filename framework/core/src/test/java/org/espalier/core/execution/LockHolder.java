package org.espalier.core.execution;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;

/** A process that takes a folder, says so, and keeps it until its standard input ends. */
final class LockHolder {
    private LockHolder() {}

    public static void main(String[] arguments) throws IOException {
        try (RunLock _ = RunLock.take(Path.of(arguments[0]), "held", InstantSource.system())) {
            System.out.println("taken");
            while (System.in.read() >= 0) {
                // until it ends
            }
        }
    }
}
