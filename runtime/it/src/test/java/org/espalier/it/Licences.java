package org.espalier.it;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The licences a jar states: in its manifest, in the pom inside it, or in the pom beside it in the local repository. */
final class Licences {
    private static final String EMBEDDED = "META-INF/licenses/";
    private static final Pattern STATED = Pattern.compile("(?s)<license>(.*?)</license>");

    /** How licences are written, and their SPDX identifiers; the first that matches counts. */
    private static final Map<Pattern, String> SPDX = spdx();

    private static Map<Pattern, String> spdx() {
        Map<Pattern, String> known = new LinkedHashMap<>();
        known.put(Pattern.compile("(?i)apache"), "Apache-2.0");
        known.put(Pattern.compile("(?i)\\bMIT\\b"), "MIT");
        known.put(Pattern.compile("(?i)BSD|Redistributions in binary form"), "BSD-3-Clause");
        known.put(Pattern.compile("(?i)public domain"), "LicenseRef-Public-Domain");
        known.put(Pattern.compile("(?i)epl|eclipse public"), "EPL-2.0");
        known.put(Pattern.compile("(?i)gpl|gnu"), "GPL");
        return known;
    }

    private Licences() {}

    /** SPDX identifiers; empty when a jar states none. */
    static TreeSet<String> of(Path jar) throws IOException {
        TreeSet<String> found = new TreeSet<>();
        texts(jar).forEach(text -> found.addAll(identifier(text)));
        return found;
    }

    /** The libraries a bundle carries, by the name of their file in {@code META-INF/licenses}. */
    static Map<String, List<String>> embedded(Path bundle) throws IOException {
        Map<String, List<String>> found = new TreeMap<>();
        try (JarFile file = new JarFile(bundle.toFile())) {
            for (JarEntry entry : file.stream().toList()) {
                String name = entry.getName();
                if (name.startsWith(EMBEDDED) && !entry.isDirectory()) {
                    found.put(name.substring(EMBEDDED.length()), identifier(text(file, entry)));
                }
            }
        }
        return found;
    }

    private static List<String> identifier(String text) {
        return SPDX.entrySet().stream()
                .filter(entry -> entry.getKey().matcher(text).find())
                .map(Map.Entry::getValue)
                .limit(1)
                .toList();
    }

    private static String text(JarFile file, JarEntry entry) throws IOException {
        try (InputStream in = file.getInputStream(entry)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static List<String> texts(Path jar) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            Manifest manifest = file.getManifest();
            String header =
                    manifest == null ? null : manifest.getMainAttributes().getValue("Bundle-License");
            if (header != null && !identifier(header).isEmpty()) {
                return List.of(header);
            }
            for (JarEntry entry : file.stream().toList()) {
                if (entry.getName().startsWith("META-INF/maven/")
                        && entry.getName().endsWith("/pom.xml")) {
                    List<String> stated = stated(text(file, entry));
                    if (!stated.isEmpty()) {
                        return stated;
                    }
                }
            }
        }
        return beside(jar);
    }

    private static List<String> beside(Path jar) throws IOException {
        Path pom = pom(jar);
        if (!Files.isRegularFile(pom)) {
            Path original = onClassPath(jar);
            if (original == null) {
                return List.of();
            }
            pom = pom(original);
        }
        while (Files.isRegularFile(pom)) {
            String text = Files.readString(pom);
            List<String> stated = stated(text);
            if (!stated.isEmpty()) {
                return stated;
            }
            Path parent = parent(pom, text);
            if (parent == null) {
                break;
            }
            pom = parent;
        }
        return List.of();
    }

    /** The pom beside a jar of a repository, whose folder is named after the version: a classifier is not in its name. */
    private static Path pom(Path jar) {
        Path version = jar.toAbsolutePath().resolve("..").normalize();
        Path artifact = version.resolve("..").normalize();
        return version.resolve(artifact.getFileName() + "-" + version.getFileName() + ".pom");
    }

    private static @Nullable Path onClassPath(Path jar) {
        for (String entry : System.getProperty("java.class.path").split(java.io.File.pathSeparator)) {
            if (entry.endsWith("/" + jar.getFileName())) {
                return Path.of(entry);
            }
        }
        return null;
    }

    /** The pom of the parent, in the repository of the pom or of the class path. */
    private static @Nullable Path parent(Path pom, String text) {
        Matcher block = Pattern.compile("(?s)<parent>(.*?)</parent>").matcher(text);
        Matcher own = Pattern.compile("(?s)<groupId>(.*?)</groupId>.*?<artifactId>(.*?)</artifactId>")
                .matcher(text);
        if (!block.find()) {
            return null;
        }
        String group = element(block.group(1), "groupId");
        String artifact = element(block.group(1), "artifactId");
        String version = element(block.group(1), "version");
        Path wanted = Path.of(group.replace('.', '/'), artifact, version, artifact + "-" + version + ".pom");
        Path found = above(pom, wanted);
        for (String entry : System.getProperty("java.class.path").split(java.io.File.pathSeparator)) {
            found = found == null ? above(Path.of(entry), wanted) : found;
        }
        return found;
    }

    /** The file wanted, in a repository a path lies in. */
    private static @Nullable Path above(Path path, Path wanted) {
        for (Path root = path; root != null; root = root.getParent()) {
            if (Files.isRegularFile(root.resolve(wanted))) {
                return root.resolve(wanted);
            }
        }
        return null;
    }

    private static String element(String block, String name) {
        Matcher matcher =
                Pattern.compile("<" + name + ">\\s*(.*?)\\s*</" + name + ">").matcher(block);
        return matcher.find() ? matcher.group(1) : "";
    }

    private static List<String> stated(String pom) {
        List<String> found = new ArrayList<>();
        Matcher matcher = STATED.matcher(pom);
        while (matcher.find()) {
            found.add(matcher.group(1));
        }
        return found;
    }
}
