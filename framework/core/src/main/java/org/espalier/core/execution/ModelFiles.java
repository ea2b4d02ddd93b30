package org.espalier.core.execution;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.espalier.api.border.Exporter;
import org.espalier.api.border.ModelView;
import org.espalier.api.border.NetworkView;
import org.espalier.api.border.TensorFiles;
import org.espalier.api.border.TensorView;
import org.espalier.core.catalog.PluginFactory;
import org.espalier.core.catalog.PluginServices;
import org.espalier.core.graph.NetworkSteps;
import org.espalier.core.plan.RecipePlan.ExportPlan;
import org.espalier.core.provenance.ModelOrigin;
import org.espalier.core.run.RunEvent;

/** Writes the network at the end of a run: its own file, and those that the recipe exports. */
record ModelFiles(PluginFactory factory, PluginServices services, TensorFiles tensorFiles, Consumer<RunEvent> events) {
    private record Exported(List<TensorView> parameters, NetworkView network, Map<String, String> provenance)
            implements ModelView {}

    /** Something that writes a file. */
    private interface Writing {
        void run() throws IOException;
    }

    /**
     * @return the files of the exports, as the recipe names them
     */
    List<String> write(
            LiveModel live, ModelOrigin origin, Surgeries surgeries, List<ExportPlan> exports, RunFolder folder) {
        List<TensorView> views = live.network().views();
        Map<String, String> provenance = new LinkedHashMap<>(origin.metadata());
        provenance.putAll(surgeries.metadata());
        Path weights = folder.resolve(RecipeRun.WEIGHTS);
        write(weights, () -> tensorFiles.write(weights, views, provenance));
        NetworkView network = NetworkSteps.of(live.model());
        List<String> written = new ArrayList<>();
        for (ExportPlan export : exports) {
            Path file = folder.resolve(export.to());
            Exporter exporter = factory.create(Exporter.class, export.exporter(), services);
            write(file, () -> {
                Files.createDirectories(file.getParent());
                exporter.export(new Exported(views, network, provenance), file);
                events.accept(new RunEvent.Exported(file, Files.size(file)));
            });
            written.add(export.to());
        }
        return written;
    }

    private static void write(Path file, Writing writing) {
        try {
            writing.run();
        } catch (IOException e) {
            throw RunFolder.failed(file, e);
        }
    }
}
