package org.espalier.core.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import org.espalier.api.EspalierException;
import org.espalier.api.border.DataFiles;
import org.espalier.api.border.PublicFile;

/**
 * Finds public files in the folder the user named, then in the user's cache, then at the publisher. What the user put
 * into a folder is never changed: a wrong file there is an error; a wrong file in the cache is downloaded again.
 */
public final class PublicDataFiles implements DataFiles {
    private final DataFolders folders;
    private final Supplier<Downloader> downloader;

    /**
     * @param downloader asked for when a file must be fetched
     */
    public PublicDataFiles(DataFolders folders, Supplier<Downloader> downloader) {
        this.folders = folders;
        this.downloader = downloader;
    }

    @Override
    public Path find(PublicFile file) {
        Optional<Path> given = folders.inGiven(file).filter(Files::exists);
        if (given.isPresent()) {
            requireWhole(file, given.get());
            return given.get();
        }
        Path cached = folders.inCache(file);
        if (file.uri().isEmpty() && !Files.exists(cached)) {
            throw new EspalierException(missing(file) + ", and nobody publishes it to be downloaded." + byHand(file));
        }
        if (file.uri().isEmpty()) {
            requireWhole(file, cached);
            return cached;
        }
        if (!Files.isRegularFile(cached) || !digest(cached).equals(file.sha256())) {
            download(file, cached);
        }
        return cached;
    }

    private void requireWhole(PublicFile file, Path path) {
        if (Files.isDirectory(path)) {
            throw new EspalierException(
                    path + " is a folder; the file " + file.name() + " of " + file.dataset() + " was expected there.");
        }
        String digest = digest(path);
        if (!digest.equals(file.sha256())) {
            throw new EspalierException(path + " is not the published file: its SHA-256 is " + digest + " ("
                    + length(path) + " bytes), it should be " + file.sha256() + " (" + file.bytes()
                    + " bytes). Replace it" + (file.uri().isPresent() ? ", or remove it to have it downloaded." : "."));
        }
    }

    private void download(PublicFile file, Path cached) {
        try {
            Files.createDirectories(cached.toAbsolutePath().getParent());
        } catch (IOException e) {
            throw new EspalierException(
                    "The cache folder " + cached.getParent() + " cannot be made: " + e.getMessage() + ".", e);
        }
        try {
            downloader.get().download(file, cached);
        } catch (EspalierException e) {
            throw new EspalierException(
                    missing(file) + ", and could not be downloaded. " + e.getMessage() + byHand(file), e);
        }
    }

    private String missing(PublicFile file) {
        return file.dataset() + "/" + file.name() + " is not in "
                + folders.given().map(folder -> folder + " or in ").orElse("") + folders.cache();
    }

    private String byHand(PublicFile file) {
        String also = file.uri().isPresent() ? " You can also put the file at " : " Put the file at ";
        return also + folders.inGiven(file).orElse(folders.inCache(file)) + " yourself.";
    }

    private static String digest(Path path) {
        try {
            return FileDigest.sha256(path);
        } catch (IOException e) {
            throw new EspalierException("Reading " + path + " failed: " + e.getMessage() + ".", e);
        }
    }

    private static long length(Path path) {
        try {
            return Files.size(path);
        } catch (IOException e) {
            throw new EspalierException("Reading " + path + " failed: " + e.getMessage() + ".", e);
        }
    }
}
