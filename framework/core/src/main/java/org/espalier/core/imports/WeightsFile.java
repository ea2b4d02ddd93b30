package org.espalier.core.imports;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.espalier.api.EspalierException;
import org.espalier.api.border.ImportedModel;
import org.espalier.api.border.ImportedModel.PictureOrder;
import org.espalier.api.border.ImportedTensor;
import org.espalier.api.border.Importer;
import org.espalier.core.catalog.PluginFactory;
import org.espalier.core.catalog.PluginServices;
import org.espalier.core.diagnostic.ClosestNames;
import org.espalier.core.diagnostic.DiagnosticId;
import org.espalier.core.diagnostic.Diagnostics;
import org.espalier.core.files.FileDigest;
import org.espalier.core.files.FileFault;
import org.espalier.core.graph.Model;
import org.espalier.core.model.ParameterSpec;
import org.espalier.core.model.StatisticSpec;
import org.espalier.core.model.VectorSpec;
import org.espalier.core.model.WeightSpec;
import org.espalier.core.plan.RecipePlan;
import org.espalier.core.plan.WeightsPlan;

/** Opens a file of trained values and finds out what of it is what of a model; tells everything that does not fit. */
public final class WeightsFile {
    private static final int MOST_SHOWN = 12;

    private final WeightsPlan plan;
    private final Path file;
    private final ImportedModel imported;

    private WeightsFile(WeightsPlan plan, Path file, ImportedModel imported) {
        this.plan = plan;
        this.file = file;
        this.imported = imported;
    }

    /**
     * The files of all phases: names and shapes, no values.
     *
     * @return by their sentence
     * @throws EspalierException when a file is missing or damaged
     */
    public static Map<WeightsPlan, FileWeights> openAll(
            RecipePlan recipe, Model model, PluginFactory factory, PluginServices services, Diagnostics diagnostics) {
        Map<WeightsPlan, FileWeights> weights = new LinkedHashMap<>();
        recipe.phases().stream()
                .flatMap(phase -> phase.weights().stream())
                .forEach(plan -> weights.put(plan, open(plan, model, factory, services, diagnostics)));
        return weights;
    }

    /**
     * Reads names and shapes, no values.
     *
     * @param diagnostics told of every parameter without a value, and of every tensor without a parameter
     * @throws EspalierException when the file is missing or damaged
     */
    private static FileWeights open(
            WeightsPlan plan, Model model, PluginFactory factory, PluginServices services, Diagnostics diagnostics) {
        try {
            Path file = file(plan, services.folder());
            Importer importer = factory.create(Importer.class, plan.use(), services);
            WeightsFile opened = new WeightsFile(plan, file, importer.read(file));
            return new FileWeights(file, FileDigest.sha256(file), opened.matched(model, diagnostics));
        } catch (IOException e) {
            throw new EspalierException(
                    plan.place() + ": " + plan.file().text() + " cannot be read (" + FileFault.reason(e) + ").", e);
        }
    }

    private static Path file(WeightsPlan plan, Path folder) {
        String said = plan.file().value();
        try {
            Path file = folder.resolve(said).normalize();
            if (said.isEmpty() || !Files.isRegularFile(file)) {
                String what = Files.isDirectory(file) ? file + " is a folder" : "There is no file " + file;
                throw new EspalierException(
                        plan.file().place() + ": " + what + "; a file of trained values is wanted.");
            }
            return file;
        } catch (InvalidPathException e) {
            throw new EspalierException(
                    plan.file().place() + ": " + plan.file().text() + " is not a path: " + e.getReason() + ".", e);
        }
    }

    private Map<String, FileWeights.Values> matched(Model model, Diagnostics diagnostics) {
        List<ParameterSpec> wanted = model.parameters().stream()
                .filter(spec -> plan.selects(spec.layer()))
                .toList();
        TensorNames names = TensorNames.of(imported.tensors(), new Renaming(plan.rename()), wanted);
        Map<String, FileWeights.Values> values = new LinkedHashMap<>();
        for (ParameterSpec spec : wanted) {
            Optional<ImportedTensor> tensor = names.of(spec);
            if (tensor.isEmpty()) {
                missing(spec, names, diagnostics);
            } else if (fits(tensor.get(), spec, diagnostics)) {
                values.put(spec.name(), new FileWeights.Values(tensor.get(), Optional.empty()));
            }
        }
        if (!plan.partial() && !names.left().isEmpty()) {
            left(names.left(), diagnostics);
        }
        return imported.pictures() == PictureOrder.CHANNELS_FIRST ? turned(values, model, diagnostics) : values;
    }

    private Map<String, FileWeights.Values> turned(
            Map<String, FileWeights.Values> values, Model model, Diagnostics diagnostics) {
        Map<String, FileWeights.Values> turned = new LinkedHashMap<>();
        try {
            FlatPictures pictures = FlatPictures.of(model);
            for (ParameterSpec spec : model.parameters()) {
                FileWeights.Values known = values.get(spec.name());
                if (known != null) {
                    List<Integer> shape = shape(spec);
                    turned.put(
                            spec.name(),
                            new FileWeights.Values(known.tensor(), pictures.order(spec.name(), shape.getLast())));
                }
            }
        } catch (EspalierException e) {
            diagnostics.add(
                    DiagnosticId.WEIGHTS_DO_NOT_FIT,
                    plan.place(),
                    file + " has pictures with channels first: " + e.getMessage() + ".",
                    "Leave such layers out with except:, or use what stands before the flattening: only: 'conv*'");
        }
        return turned;
    }

    private void missing(ParameterSpec spec, TensorNames names, Diagnostics diagnostics) {
        String shown = names.left().isEmpty()
                ? "Every tensor of the file is another parameter's."
                : "The file has " + listed(names.left()) + ".";
        diagnostics.add(
                DiagnosticId.WEIGHTS_DO_NOT_FIT,
                plan.place(),
                file + " has no values for '" + spec.name() + "' " + shape(spec) + ".",
                ClosestNames.hint(spec.name(), names.left(), shown));
    }

    private boolean fits(ImportedTensor tensor, ParameterSpec spec, Diagnostics diagnostics) {
        List<Integer> wanted = shape(spec);
        List<Integer> given = withoutOnes(tensor.shape());
        if (given.equals(withoutOnes(wanted)) || given.equals(withoutOnes(matrix(spec)))) {
            return true;
        }
        diagnostics.add(
                DiagnosticId.WEIGHTS_DO_NOT_FIT,
                plan.place(),
                "'" + spec.name() + "' of the model has the shape " + wanted + ", and '" + tensor.name() + "' of "
                        + file + " has " + tensor.shape() + ".",
                "Change the layer, or leave it out: except: '" + spec.layer() + "'");
        return false;
    }

    private void left(List<String> left, Diagnostics diagnostics) {
        diagnostics.add(
                DiagnosticId.WEIGHTS_DO_NOT_FIT,
                plan.place(),
                file + " has " + left.size() + (left.size() == 1 ? " tensor" : " tensors")
                        + " for which the model has no place: " + listed(left) + ".",
                "Say which layers get values, and the rest of the file is left alone: only: '*'");
    }

    private static String listed(List<String> names) {
        String first = String.join(", ", names.subList(0, Math.min(MOST_SHOWN, names.size())));
        return names.size() > MOST_SHOWN ? first + " and " + (names.size() - MOST_SHOWN) + " more" : first;
    }

    private static List<Integer> shape(ParameterSpec spec) {
        return switch (spec) {
            case WeightSpec weight -> weight.stored();
            case VectorSpec vector -> List.of(vector.size());
            case StatisticSpec statistic -> List.of(statistic.size());
        };
    }

    /** A sparse weight is stored as the matrix it is. */
    private static List<Integer> matrix(ParameterSpec spec) {
        return spec instanceof WeightSpec weight
                ? List.of(weight.shape().rows(), weight.shape().columns())
                : shape(spec);
    }

    private static List<Integer> withoutOnes(List<Integer> shape) {
        return shape.stream().filter(size -> size != 1).toList();
    }
}
