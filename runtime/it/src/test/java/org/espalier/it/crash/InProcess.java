package org.espalier.it.crash;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.espalier.core.execution.RunOptions;
import org.espalier.core.run.RunControl;
import org.espalier.core.run.RunEvent;
import org.espalier.core.run.RunSummary;
import org.espalier.embed.Espalier;

/** Runs recipes of these tests inside this JVM, on the class path. */
final class InProcess {
    private InProcess() {}

    /** Runs a recipe, or goes on with what lies in the folder, until something happens or the end. */
    static RunSummary run(String recipe, Path folder, Predicate<RunEvent> last, Consumer<RunEvent> listener) {
        RunControl control = new RunControl();
        try (Espalier espalier = Espalier.builder().threads(2).build()) {
            Consumer<RunEvent> events = event -> {
                listener.accept(event);
                if (last.test(event)) {
                    control.stop();
                }
            };
            RunOptions options = new RunOptions(folder, control);
            return Files.isDirectory(folder)
                    ? espalier.resume(espalier.recipeOf(folder), options, events)
                            .summary()
                    : espalier.run(espalier.compile(Victim.of(recipe, folder).recipe(), Map.of()), options, events)
                            .summary();
        }
    }

    /** To the end. */
    static RunSummary run(String recipe, Path folder) {
        return run(recipe, folder, event -> false, event -> {});
    }
}
