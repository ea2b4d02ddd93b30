package org.espalier.cli.terminal;

import org.espalier.api.border.PublicFile;
import org.espalier.core.files.DownloadProgress;

/** Shows how far a download is: one line that is drawn again on a terminal, a line at its start and end elsewhere. */
public record DownloadLine(Terminal terminal) implements DownloadProgress {
    @Override
    public void received(PublicFile file, long received) {
        String name = file.dataset() + "/" + file.name();
        boolean done = received >= file.bytes();
        if (terminal.live() && received == 0) {
            return;
        }
        if (terminal.live()) {
            // The cursor stays at the start of the line, so that whatever comes next is written over it.
            String part = Figures.percent((double) received / Math.max(1, file.bytes()));
            terminal.err()
                    .print("\r\u001b[KDownloading " + name + ": " + part + " of " + Figures.bytes(file.bytes())
                            + (done ? "\n" : "\r"));
            terminal.err().flush();
        } else if (received == 0) {
            terminal.note("Downloading " + name + " (" + Figures.bytes(file.bytes()) + ") from "
                    + file.uri().orElseThrow());
        } else if (done) {
            terminal.note("Downloaded " + name);
        }
    }
}
