package org.espalier.core.surgery;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.espalier.api.graph.Initialisation;
import org.espalier.core.graph.Model;
import org.espalier.core.graph.Operation;
import org.espalier.core.graph.Value;
import org.espalier.core.model.Network;
import org.espalier.core.model.ParameterSpec;
import org.espalier.core.model.WeightSpec;

/**
 * One product takes the place of several: of two factors {@code NAME.down} and {@code NAME.up}, or of a layer's product and an
 * adapter {@code NAME.adapt.down} and {@code NAME.adapt.up} that adds to it.
 *
 * @param weights the weights that are left, {@code NAME.weight}
 */
public record Merged(List<String> weights) implements Surgery {
    public Merged {
        weights = List.copyOf(weights);
    }

    /**
     * All merges of a model.
     *
     * @param layers whether a layer, {@code NAME}, is merged
     */
    public static Merged of(Model model, Predicate<String> layers) {
        return new Merged(MergeSite.of(model).stream()
                .map(MergeSite::weight)
                .filter(weight -> layers.test(weight.substring(0, weight.length() - Factorised.WEIGHT.length())))
                .distinct()
                .toList());
    }

    private List<MergeSite> sites(Model model) {
        List<MergeSite> sites = new ArrayList<>();
        for (String weight : weights) {
            sites.add(MergeSite.of(model).stream()
                    .filter(site -> site.weight().equals(weight))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("there is nothing to merge into " + weight)));
        }
        return sites;
    }

    /** The values of the weights that are left, of a network of the model before it. */
    public Map<String, float[]> values(Model before, Network network) {
        Map<String, float[]> values = new LinkedHashMap<>();
        sites(before).forEach(site -> values.put(site.weight(), site.values(network)));
        return values;
    }

    @Override
    public Model model(Model before) {
        Model model = before;
        for (MergeSite site : sites(before)) {
            model = merged(model, site);
        }
        return model;
    }

    private static Model merged(Model before, MergeSite site) {
        List<Operation> operations = new ArrayList<>();
        for (Operation operation : before.operations()) {
            boolean there = site.base().map(base -> base == operation).orElse(site.up() == operation);
            if (there) {
                operations.add(site.merged());
            } else if (!site.gone().contains(operation)) {
                operations.add(operation);
            }
        }
        Set<Value> computed = new HashSet<>();
        operations.forEach(o -> computed.add(o.output()));
        Map<String, Value> taps = new LinkedHashMap<>(before.taps());
        taps.values().retainAll(computed);
        return new Model(before.input(), before.output(), operations, parameters(before, site), taps);
    }

    private static List<ParameterSpec> parameters(Model before, MergeSite site) {
        String down = site.down().shape().name();
        String up = site.up().shape().name();
        List<ParameterSpec> parameters = new ArrayList<>();
        for (ParameterSpec spec : before.parameters()) {
            if (site.base().isEmpty() && spec.name().equals(down)) {
                parameters.add(whole(site, (WeightSpec) spec));
            } else if (!spec.name().equals(down) && !spec.name().equals(up)) {
                parameters.add(spec);
            }
        }
        return parameters;
    }

    private static WeightSpec whole(MergeSite site, WeightSpec down) {
        List<Integer> stored = new ArrayList<>(down.stored());
        stored.set(0, site.merged().shape().rows());
        return new WeightSpec(
                site.weight().substring(0, site.weight().length() - Factorised.WEIGHT.length()),
                site.merged().shape(),
                stored,
                Initialisation.ZEROS,
                down.uses(),
                down.inputTrained(),
                down.transposed());
    }
}
