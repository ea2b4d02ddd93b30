package org.espalier.core.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.espalier.api.border.PublicFile;

/** What is at hand of public data sets, without downloading anything. */
public final class DataInventory {
    private final DataFolders folders;

    /** How a file was found. */
    public enum State {
        /** It lies in no folder. */
        ABSENT,
        /** It is the file the publisher offers. */
        WHOLE,
        /** Its digest is another. */
        DAMAGED,
        /** It is there but cannot be read. */
        UNREADABLE
    }

    /**
     * One file.
     *
     * @param file the file wanted
     * @param path where it was found
     * @param bytes its length there; 0 when absent
     * @param sha256 its digest there; empty when absent or unreadable
     * @param state what that means
     */
    public record Entry(PublicFile file, Optional<Path> path, long bytes, String sha256, State state) {}

    public DataInventory(DataFolders folders) {
        this.folders = folders;
    }

    /** Looks for each file: first in the folder the user named, then in the cache. Reads every byte of what it finds. */
    public List<Entry> of(List<PublicFile> files) {
        return files.stream().map(this::look).toList();
    }

    private Entry look(PublicFile file) {
        return folders.inGiven(file)
                .filter(Files::exists)
                .or(() -> Optional.of(folders.inCache(file)).filter(Files::exists))
                .map(path -> found(file, path))
                .orElseGet(() -> new Entry(file, Optional.empty(), 0, "", State.ABSENT));
    }

    private static Entry found(PublicFile file, Path path) {
        try {
            String sha256 = FileDigest.sha256(path);
            State state = sha256.equals(file.sha256()) ? State.WHOLE : State.DAMAGED;
            return new Entry(file, Optional.of(path), Files.size(path), sha256, state);
        } catch (IOException e) {
            return new Entry(file, Optional.of(path), 0, "", State.UNREADABLE);
        }
    }
}
