package org.espalier.core.files;

import java.time.Instant;

/** What names this process and, among all that ever ran here, no other: its number and when it started. */
public final class ProcessMark {
    private ProcessMark() {}

    /** Digits, a hyphen and digits. */
    public static String own() {
        ProcessHandle self = ProcessHandle.current();
        return self.pid() + "-"
                + self.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    }
}
