package org.espalier.core.files;

import org.espalier.api.border.PublicFile;

/** Told how far a download is. Called by the thread that asked for the file. */
@FunctionalInterface
public interface DownloadProgress {
    /**
     * Called when a download starts, several times a second while it runs, and when it ends.
     *
     * @param received bytes so far, of {@code file.bytes()}
     */
    void received(PublicFile file, long received);

    /** Tells nobody. */
    static DownloadProgress silent() {
        return (file, received) -> {};
    }
}
