package org.espalier.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/** Changes entries of a jar that is there, as one without its author's key would. */
final class JarChange {
    private final Path jar;
    private final Map<String, byte[]> entries = new LinkedHashMap<>();

    JarChange(Path jar) throws IOException {
        this.jar = jar;
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            for (ZipEntry entry : Collections.list(zip.entries())) {
                entries.put(entry.getName(), zip.getInputStream(entry).readAllBytes());
            }
        }
    }

    JarChange put(String name, byte[] content) {
        entries.put(name, content);
        return this;
    }

    JarChange remove(String name) {
        entries.remove(name);
        return this;
    }

    /** The content of the one entry whose name ends so. */
    Map.Entry<String, byte[]> ending(String suffix) {
        return entries.entrySet().stream()
                .filter(entry -> entry.getKey().endsWith(suffix))
                .findFirst()
                .orElseThrow();
    }

    Path write() throws IOException {
        Path changed = jar.resolveSibling(jar.getFileName() + ".changed");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(changed))) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue());
            }
        }
        return Files.move(changed, jar, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Replaces a name by another of the same length wherever it stands in the file. */
    static void rename(Path jar, String from, String to) throws IOException {
        String text = Files.readString(jar, java.nio.charset.StandardCharsets.ISO_8859_1);
        Files.writeString(jar, text.replace(from, to), java.nio.charset.StandardCharsets.ISO_8859_1);
    }
}
