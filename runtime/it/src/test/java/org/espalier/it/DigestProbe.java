package org.espalier.it;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.espalier.core.catalog.ClassPathCatalog;
import org.espalier.core.catalog.PluginCatalog;
import org.espalier.core.execution.RunOptions;
import org.espalier.core.run.RunControl;
import org.espalier.core.run.RunEvent;
import org.espalier.dsl.GroovyRecipes;
import org.espalier.embed.Espalier;
import org.espalier.osgi.FelixHost;

/** The main class of a JVM of its own: runs recipes with the plugins of a host or of the class path, prints digests. */
public final class DigestProbe {
    private DigestProbe() {}

    /**
     * @param arguments {@code felix} or {@code flat}; the folder for runs; the recipes
     */
    public static void main(String[] arguments) {
        Path runs = Path.of(arguments[1]);
        if (arguments[0].equals("felix")) {
            try (FelixHost host = Hosts.start(Distribution.bundleFolder())) {
                host.faults().forEach(fault -> System.out.println("fault " + fault.text()));
                run(host.catalog(), runs, arguments);
            }
        } else {
            run(new ClassPathCatalog(DigestProbe.class.getClassLoader()), runs, arguments);
        }
    }

    private static void run(PluginCatalog catalog, Path runs, String[] arguments) {
        try (Espalier espalier = Espalier.builder()
                .threads(2)
                .catalog(catalog)
                .language(new GroovyRecipes())
                .dataFolder(Optional.empty())
                .build()) {
            for (int i = 2; i < arguments.length; i++) {
                var summary = espalier.run(
                                espalier.compile(Path.of(arguments[i]), Map.of()),
                                new RunOptions(runs.resolve("run-" + i), new RunControl()),
                                DigestProbe::tell)
                        .summary();
                System.out.println("digest " + summary.recipe() + " " + summary.digest());
                System.out.println("backend " + summary.backend());
            }
        }
    }

    private static void tell(RunEvent event) {
        if (event instanceof RunEvent.Note note) {
            System.out.println("note " + note.text());
        }
    }
}
