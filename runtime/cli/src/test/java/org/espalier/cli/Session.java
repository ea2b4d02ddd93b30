package org.espalier.cli;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.espalier.cli.terminal.Terminal;
import org.espalier.core.catalog.ClassPathCatalog;
import org.espalier.core.catalog.PluginCatalog;
import org.espalier.core.catalog.PluginDescriptor;
import org.espalier.osgi.AddedBundle;

/** A person at a command line: everything is real but the streams, and plugins come from the class path. */
final class Session {
    private final Path folder;
    private final Map<String, String> environment;

    Session(Path folder) {
        this(folder, Map.of("HOME", folder.resolve("home").toString()));
    }

    Session(Path folder, Map<String, String> environment) {
        this.folder = folder;
        this.environment = environment;
    }

    /** What a command said and how it ended. */
    record Outcome(int code, String out, String err) {}

    Outcome type(String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Terminal terminal = new Terminal(stream(out), stream(err), false, 80, Integer.MAX_VALUE, false);
        Surroundings surroundings = new Surroundings(
                terminal,
                folder,
                Path.of("..", "..", "recipes").toAbsolutePath().normalize(),
                environment,
                added -> new ClassPathPlugins());
        int code = new Shell(surroundings).run(arguments);
        return new Outcome(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    private static PrintStream stream(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }

    private record ClassPathPlugins() implements PluginSource.OpenPlugins {
        @Override
        public PluginCatalog catalog() {
            return new ClassPathCatalog(Session.class.getClassLoader());
        }

        @Override
        public List<String> faults() {
            return List.of();
        }

        @Override
        public List<AddedBundle> added() {
            return List.of();
        }

        @Override
        public List<PluginDescriptor> add(Path jar) {
            throw new UnsupportedOperationException("a class path takes no bundles");
        }

        @Override
        public void close() {}
    }
}
