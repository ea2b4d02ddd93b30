package org.espalier.it.crash;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.espalier.core.catalog.ClassPathCatalog;
import org.espalier.core.catalog.PluginCatalog;
import org.espalier.core.execution.RunOptions;
import org.espalier.core.run.RunControl;
import org.espalier.core.run.RunEvent;
import org.espalier.dsl.GroovyRecipes;
import org.espalier.embed.Espalier;
import org.espalier.embed.RunResult;
import org.espalier.it.Distribution;
import org.espalier.it.Hosts;
import org.espalier.osgi.FelixHost;

/** The main class of a JVM of its own: takes a run over from another JVM and hands it on after some steps. */
public final class HandOver {
    private HandOver() {}

    /**
     * @param arguments {@code felix} or {@code flat}; threads; the recipe; the run's folder; after how many steps to stop,
     *     or {@code end}
     */
    public static void main(String[] arguments) {
        if (arguments[0].equals("felix")) {
            try (FelixHost host = Hosts.start(Distribution.bundleFolder())) {
                run(host.catalog(), arguments);
            }
        } else {
            run(new ClassPathCatalog(HandOver.class.getClassLoader()), arguments);
        }
    }

    private static void run(PluginCatalog catalog, String[] arguments) {
        Path folder = Path.of(arguments[3]);
        RunControl control = new RunControl();
        RunOptions options = new RunOptions(folder, control);
        Consumer<RunEvent> listener = listener(arguments[4], control);
        try (Espalier espalier = Espalier.builder()
                .threads(Integer.parseInt(arguments[1]))
                .catalog(catalog)
                .language(new GroovyRecipes())
                .dataFolder(Optional.empty())
                .build()) {
            RunResult result = Files.isDirectory(folder)
                    ? espalier.resume(espalier.recipeOf(folder), options, listener)
                    : espalier.run(espalier.compile(Path.of(arguments[2]), Map.of()), options, listener);
            System.out.println(result.summary().outcome());
        }
    }

    private static Consumer<RunEvent> listener(String end, RunControl control) {
        long[] steps = {end.equals("end") ? Long.MAX_VALUE : Long.parseLong(end)};
        return event -> {
            if (event instanceof RunEvent.Trained && --steps[0] == 0) {
                control.stop();
            }
        };
    }
}
