package org.espalier.core.files;

import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.Stream;
import org.espalier.api.EspalierException;
import org.espalier.api.border.Libraries;

/** Libraries in folders of jars, at any depth: {@code FOLDER/NAME/…/*.jar}. */
public final class LibraryFolders implements Libraries {
    /** JNI binds a native library to one class loader for the life of the JVM, however many hosts it runs. */
    private static final ConcurrentMap<Path, ClassLoader> OPENED = new ConcurrentHashMap<>();

    private final List<Path> folders;
    private final ClassLoader host;

    /**
     * @param folders where libraries lie, the first that has one wins
     * @param host the host's class path, asked before any folder
     */
    public LibraryFolders(List<Path> folders, ClassLoader host) {
        this.folders = List.copyOf(folders);
        this.host = host;
    }

    @Override
    public ClassLoader open(String name, String probe) {
        if (host.getResource(probe.replace('.', '/') + ".class") != null) {
            return host;
        }
        for (Path folder : folders) {
            Path library = folder.resolve(name).toAbsolutePath().normalize();
            if (Files.isDirectory(library)) {
                return OPENED.computeIfAbsent(library, LibraryFolders::load);
            }
        }
        throw new EspalierException("The library " + name
                + " is not installed: its jars are neither on the class path nor in "
                + String.join(
                        " or ",
                        folders.stream().map(f -> f.resolve(name).toString()).toList()) + ".");
    }

    private static ClassLoader load(Path library) {
        try (Stream<Path> files = Files.walk(library)) {
            URL[] jars = files.filter(file -> file.toString().endsWith(".jar"))
                    .sorted()
                    .map(LibraryFolders::url)
                    .toArray(URL[]::new);
            if (jars.length == 0) {
                throw new EspalierException("The library folder " + library + " holds no jars.");
            }
            return new URLClassLoader(library.getFileName().toString(), jars, ClassLoader.getPlatformClassLoader());
        } catch (IOException e) {
            throw new EspalierException(
                    "The library folder " + library + " cannot be read: " + e.getMessage() + ".", e);
        }
    }

    private static URL url(Path jar) {
        try {
            return jar.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalStateException("the path of a file is a URL: " + jar, e);
        }
    }
}
