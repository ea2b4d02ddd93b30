package org.espalier.it;

import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import javax.annotation.processing.Processor;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.espalier.processor.PluginProcessor;

/** Builds the jar of a bundle as a plugin author's build would, with whatever fault a test wants. */
final class BundleJar {
    private static final String SCHEDULE = """
            package sample.NAME;

            import org.espalier.api.Option;
            import org.espalier.api.Plugin;
            import org.espalier.api.number.Schedule;

            @Plugin(name = "PLUGIN", doc = "Always one value.")
            public final class Level implements Schedule {
                private final Options options;

                public record Options(@Option(doc = "The value.", byDefault = "3") double value) {}

                public Level(Options options) {
                    this.options = options;
                }

                @Override
                public double at(double progress) {
                    return options.value();
                }
            }
            """;

    private final String name;
    private final Map<String, String> headers = new LinkedHashMap<>();
    private final Map<String, String> sources = new LinkedHashMap<>();
    private final Map<String, byte[]> extra = new LinkedHashMap<>();
    private final Map<String, UnaryOperator<byte[]>> changes = new LinkedHashMap<>();
    private boolean processed = true;

    private BundleJar(String name) {
        this.name = name;
        headers.put("Bundle-ManifestVersion", "2");
        headers.put("Bundle-SymbolicName", "sample." + name);
        headers.put("Bundle-Version", "1.0.0");
        headers.put("Import-Package", "org.espalier.api;version=\"[0.1,1)\",org.espalier.api.number");
    }

    /** A sound bundle {@code sample.NAME} with a schedule plugin that gives the value of its option. */
    static BundleJar withSchedule(String name, String plugin) {
        return new BundleJar(name)
                .source("Level", SCHEDULE.replace("NAME", name).replace("PLUGIN", plugin));
    }

    /** A bundle of other sources, by simple class name. */
    static BundleJar of(String name, Map<String, String> sources) {
        BundleJar jar = new BundleJar(name);
        jar.sources.putAll(sources);
        return jar;
    }

    BundleJar header(String key, String value) {
        headers.put(key, value);
        return this;
    }

    BundleJar withoutHeader(String key) {
        headers.remove(key);
        return this;
    }

    BundleJar withoutHeaders() {
        headers.clear();
        return this;
    }

    BundleJar withoutProcessor() {
        processed = false;
        return this;
    }

    /** Another class, in the package {@code sample.NAME}. */
    BundleJar source(String type, String text) {
        sources.put(type, text);
        return this;
    }

    BundleJar entry(String path, byte[] content) {
        extra.put(path, content);
        return this;
    }

    /** Changes an entry after it was built. */
    BundleJar change(String path, UnaryOperator<byte[]> change) {
        changes.put(path, change);
        return this;
    }

    /** Builds {@code NAME.jar} in a folder. */
    Path in(Path folder) throws IOException {
        return in(folder, name + ".jar");
    }

    Path in(Path folder, String file) throws IOException {
        Files.createDirectories(folder);
        Map<String, byte[]> entries = compiled();
        entries.putAll(extra);
        changes.forEach((path, change) -> entries.computeIfPresent(path, (key, content) -> change.apply(content)));
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        headers.forEach(manifest.getMainAttributes()::putValue);
        Path jar = folder.resolve(file);
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream zip = new JarOutputStream(out, manifest)) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                zip.putNextEntry(new JarEntry(entry.getKey()));
                zip.write(entry.getValue());
            }
        }
        return jar;
    }

    private Map<String, byte[]> compiled() throws IOException {
        Path classes = Files.createTempDirectory("bundle-classes");
        try {
            compile(sources, processed ? List.of(new PluginProcessor()) : List.of(), classes);
            return files(classes);
        } finally {
            Trees.delete(classes);
        }
    }

    private static Map<String, byte[]> files(Path folder) throws IOException {
        Map<String, byte[]> files = new TreeMap<>();
        try (Stream<Path> entries = Files.walk(folder)) {
            for (Path file : entries.filter(Files::isRegularFile).toList()) {
                files.put(folder.relativize(file).toString(), Files.readAllBytes(file));
            }
        }
        return files;
    }

    /** Compiles sources by simple class name against the test's class path. */
    static void compile(Map<String, String> sources, List<Processor> processors, Path classes) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        List<JavaFileObject> units = new ArrayList<>();
        sources.forEach((type, text) -> units.add(
                new SimpleJavaFileObject(URI.create("string:///" + type + ".java"), JavaFileObject.Kind.SOURCE) {
                    @Override
                    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                        return text;
                    }
                }));
        StringWriter messages = new StringWriter();
        List<String> options = new ArrayList<>(List.of(
                "-d",
                classes.toString(),
                "-classpath",
                System.getProperty("java.class.path"),
                "-parameters",
                "--add-modules",
                "jdk.incubator.vector"));
        if (processors.isEmpty()) {
            options.add("-proc:none");
        }
        JavaCompiler.CompilationTask task = compiler.getTask(messages, null, null, options, null, units);
        if (!processors.isEmpty()) {
            task.setProcessors(processors);
        }
        if (!task.call()) {
            throw new IOException(messages.toString());
        }
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
