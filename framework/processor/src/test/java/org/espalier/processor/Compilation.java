package org.espalier.processor;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** Compiles sources with the processor, as a plugin author's build does. */
record Compilation(List<String> errors, List<String> descriptor) {
    static Compilation of(Path output, String... sources) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        DiagnosticCollector<JavaFileObject> collector = new DiagnosticCollector<>();
        List<JavaFileObject> units = new ArrayList<>();
        for (String source : sources) {
            units.add(unit(source));
        }
        List<String> options =
                List.of("-d", output.toString(), "-classpath", System.getProperty("java.class.path"), "-parameters");
        JavaCompiler.CompilationTask task = compiler.getTask(new StringWriter(), null, collector, options, null, units);
        task.setProcessors(List.of(new PluginProcessor()));
        task.call();
        Path written = output.resolve(PluginProcessor.DESCRIPTOR);
        return new Compilation(
                collector.getDiagnostics().stream()
                        .filter(d -> d.getKind() == Diagnostic.Kind.ERROR)
                        .map(d -> d.getLineNumber() + ": " + d.getMessage(Locale.ROOT))
                        .toList(),
                Files.exists(written) ? Files.readAllLines(written) : List.of());
    }

    private static JavaFileObject unit(String source) {
        String after = source.substring(source.indexOf("class ") + "class ".length());
        String name = after.split("\\W", 2)[0];
        return new SimpleJavaFileObject(URI.create("string:///sample/" + name + ".java"), JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return source;
            }
        };
    }
}
