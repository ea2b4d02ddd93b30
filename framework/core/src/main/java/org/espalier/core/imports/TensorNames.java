package org.espalier.core.imports;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.espalier.api.border.ImportedTensor;
import org.espalier.core.model.ParameterSpec;

/**
 * Which tensor of a file is which parameter, by name. Names may begin with parts that all of the file have in common, as
 * {@code module.}; what normalisation multiplies and adds may be called as PyTorch does.
 */
final class TensorNames {
    /** Endings of our names, and what others call the same. */
    private static final Map<String, List<String>> OTHERS =
            Map.of(".scale", List.of(".weight", ".gamma"), ".shift", List.of(".bias", ".beta"));
    /** PyTorch counts batches for averages that are kept in another way; nothing here reads it. */
    private static final String COUNTER = ".num_batches_tracked";

    private final Map<String, ImportedTensor> byName;
    private final Map<ParameterSpec, String> found = new LinkedHashMap<>();

    private TensorNames(Map<String, ImportedTensor> byName, Collection<ParameterSpec> wanted) {
        this.byName = byName;
        for (ParameterSpec spec : wanted) {
            spellings(spec.name()).stream()
                    .filter(byName::containsKey)
                    .findFirst()
                    .ifPresent(name -> found.put(spec, name));
        }
    }

    /**
     * The reading of the file's names by which most parameters are found.
     *
     * @param renaming of names in the file
     */
    static TensorNames of(List<ImportedTensor> tensors, Renaming renaming, Collection<ParameterSpec> wanted) {
        List<ImportedTensor> real =
                tensors.stream().filter(t -> !t.name().endsWith(COUNTER)).toList();
        int common = commonParts(real);
        TensorNames best = new TensorNames(named(real, renaming, 0), wanted);
        for (int parts = 1; parts <= common; parts++) {
            TensorNames other = new TensorNames(named(real, renaming, parts), wanted);
            best = other.found.size() > best.found.size() ? other : best;
        }
        return best;
    }

    private static Map<String, ImportedTensor> named(List<ImportedTensor> tensors, Renaming renaming, int parts) {
        Map<String, ImportedTensor> named = new LinkedHashMap<>();
        for (ImportedTensor tensor : tensors) {
            String rest = without(tensor.name(), parts);
            String renamed = renaming.apply(rest);
            // People write the names they see in the file.
            named.put(
                    renamed.equals(rest) ? without(renaming.apply(tensor.name()), tensor.name(), rest) : renamed,
                    tensor);
        }
        return named;
    }

    /** The new name of a whole name; the rest of it when it has none. */
    private static String without(String renamed, String whole, String rest) {
        return renamed.equals(whole) ? rest : renamed;
    }

    private static String without(String name, int parts) {
        int from = 0;
        for (int i = 0; i < parts; i++) {
            from = name.indexOf('.', from) + 1;
        }
        return name.substring(from);
    }

    /** How many parts, each with the dot behind it, all names begin with. */
    private static int commonParts(List<ImportedTensor> tensors) {
        if (tensors.isEmpty()) {
            return 0;
        }
        String first = tensors.getFirst().name();
        int parts = 0;
        int end = first.indexOf('.') + 1;
        while (end > 0) {
            String begin = first.substring(0, end);
            if (!tensors.stream().allMatch(tensor -> tensor.name().startsWith(begin))) {
                break;
            }
            parts++;
            end = first.indexOf('.', end) + 1;
        }
        return parts;
    }

    private static List<String> spellings(String name) {
        List<String> spellings = new ArrayList<>(List.of(name));
        int dot = name.lastIndexOf('.');
        OTHERS.getOrDefault(name.substring(dot), List.of())
                .forEach(ending -> spellings.add(name.substring(0, dot) + ending));
        return spellings;
    }

    /** The tensor of a parameter. */
    Optional<ImportedTensor> of(ParameterSpec spec) {
        return Optional.ofNullable(found.get(spec)).map(byName::get);
    }

    /** Names that are no parameter's, without what all have in common. */
    List<String> left() {
        return byName.keySet().stream()
                .filter(name -> !found.containsValue(name))
                .toList();
    }
}
