package org.espalier.plugins.nd4j;

import java.io.IOException;
import java.io.InputStream;
import org.espalier.api.EspalierException;
import org.espalier.api.border.Libraries;

/**
 * Loads the classes of the package {@code bridge} beside ND4J's own: they see this bundle through their parent and ND4J
 * through the library's loader. So this bundle stays small, and whoever does not use it never opens ND4J.
 */
final class Nd4jLibrary extends ClassLoader {
    private static final String BRIDGE = "org.espalier.plugins.nd4j.bridge.";

    private final ClassLoader nd4j;

    private Nd4jLibrary(ClassLoader nd4j) {
        super("nd4j-bridge", Nd4jLibrary.class.getClassLoader());
        this.nd4j = nd4j;
    }

    /**
     * The codec that ND4J offers.
     *
     * @throws EspalierException when ND4J is not installed or cannot be started on this machine
     */
    static NpyCodec codec(Libraries libraries) {
        ClassLoader nd4j = libraries.open("nd4j", "org.nd4j.linalg.factory.Nd4j");
        try {
            return (NpyCodec) new Nd4jLibrary(nd4j)
                    .loadClass(BRIDGE + "Nd4jCodec")
                    .getConstructor()
                    .newInstance();
        } catch (ReflectiveOperationException | LinkageError e) {
            throw new EspalierException("ND4J cannot be started on this machine: " + root(e) + ".", e);
        }
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            if (loaded != null) {
                return loaded;
            }
            if (name.startsWith(BRIDGE)) {
                return findClass(name);
            }
            return name.startsWith("org.espalier.") || name.startsWith("java.")
                    ? super.loadClass(name, resolve)
                    : nd4j.loadClass(name);
        }
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        try (InputStream in =
                Nd4jLibrary.class.getResourceAsStream("bridge/" + name.substring(BRIDGE.length()) + ".class")) {
            if (in == null) {
                throw new ClassNotFoundException(name);
            }
            byte[] bytes = in.readAllBytes();
            return defineClass(name, bytes, 0, bytes.length);
        } catch (IOException e) {
            throw new ClassNotFoundException(name, e);
        }
    }

    private static Throwable root(Throwable e) {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }
}
