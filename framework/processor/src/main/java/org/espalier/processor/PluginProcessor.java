package org.espalier.processor;

import java.io.IOException;
import java.io.Writer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import javax.annotation.processing.AbstractProcessor;
import javax.annotation.processing.RoundEnvironment;
import javax.annotation.processing.SupportedAnnotationTypes;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.Element;
import javax.lang.model.element.TypeElement;
import javax.tools.Diagnostic;
import javax.tools.StandardLocation;
import org.espalier.api.Plugin;

/**
 * Checks every class annotated with {@link Plugin} and writes the descriptor {@value #DESCRIPTOR}: one JSON object a line,
 * with the keys {@code kind}, {@code name}, {@code class}, {@code doc} and {@code options}; an option has {@code name},
 * {@code type}, {@code doc}, {@code range}, {@code choices} and, unless it must be given, {@code default}.
 */
@SupportedAnnotationTypes("org.espalier.api.Plugin")
public final class PluginProcessor extends AbstractProcessor {
    /** Where the descriptor lies in a bundle. */
    public static final String DESCRIPTOR = "META-INF/espalier/plugins.jsonl";

    private final Map<String, PluginLine> found = new LinkedHashMap<>();

    @Override
    public SourceVersion getSupportedSourceVersion() {
        return SourceVersion.latestSupported();
    }

    @Override
    public boolean process(Set<? extends TypeElement> annotations, RoundEnvironment round) {
        PluginChecker checker = new PluginChecker(processingEnv.getElementUtils(), processingEnv.getTypeUtils());
        for (Element element : round.getElementsAnnotatedWith(Plugin.class)) {
            try {
                add(element, checker.check((TypeElement) element));
            } catch (PluginFault fault) {
                error(fault.sentence(), fault.element());
            }
        }
        if (round.processingOver() && !round.errorRaised() && !found.isEmpty()) {
            write();
        }
        return false;
    }

    private void add(Element element, PluginLine line) {
        PluginLine other = found.putIfAbsent(line.kind() + " '" + line.name() + "'", line);
        if (other != null) {
            error(
                    "The name " + line.kind() + " '" + line.name() + "' is taken by " + other.className()
                            + "; choose another one.",
                    element);
        }
    }

    private void write() {
        try (Writer out = processingEnv
                .getFiler()
                .createResource(StandardLocation.CLASS_OUTPUT, "", DESCRIPTOR)
                .openWriter()) {
            for (PluginLine line : found.values().stream().sorted().toList()) {
                out.write(line.toJson());
                out.write('\n');
            }
        } catch (IOException e) {
            processingEnv
                    .getMessager()
                    .printMessage(Diagnostic.Kind.ERROR, "Cannot write " + DESCRIPTOR + ": " + e.getMessage());
        }
    }

    private void error(String sentence, Element element) {
        processingEnv.getMessager().printMessage(Diagnostic.Kind.ERROR, sentence, element);
    }
}
