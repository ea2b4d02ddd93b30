package org.espalier.core.execution;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.espalier.api.MatrixShape;
import org.espalier.core.checkpoint.RunState;
import org.espalier.core.checkpoint.StateReader;
import org.espalier.core.checkpoint.StateWriter;
import org.espalier.core.graph.Model;
import org.espalier.core.model.Network;
import org.espalier.core.model.TrainedWeight;
import org.espalier.core.model.WeightSpec;
import org.espalier.core.operation.Product;
import org.espalier.core.train.Engine;
import org.espalier.core.train.PhaseSpec;
import org.espalier.core.train.SparsityRule;

/**
 * From how many links on products read every position of a weight. Where a recipe leaves it to the machine, it is measured
 * once for each layer of a run and kept in its checkpoints, so that a run that goes on computes as it did before.
 */
final class Thresholds implements RunState {
    private static final String NUMBER = "thresholds";
    private static final String LAYER = "layer";
    private static final String LINKS = "links";

    private final Engine engine;
    private final Map<String, Long> measured = new LinkedHashMap<>();

    Thresholds(Engine engine) {
        this.engine = engine;
    }

    /**
     * Tells the weights of a network, before anything is bound to it.
     *
     * @param told what was measured now, in a sentence
     */
    void apply(PhaseSpec phase, Model model, Network network, Consumer<String> told) {
        network.weights().forEach(weight -> weight.denseFrom(Long.MAX_VALUE));
        List<String> news = new ArrayList<>();
        for (SparsityRule rule : phase.rules()) {
            for (String layer : rule.layers()) {
                TrainedWeight weight = network.weightOf(layer);
                weight.denseFrom(
                        switch (rule.execution()) {
                            case SPARSE -> Long.MAX_VALUE;
                            case DENSE -> 0;
                            case AUTO -> threshold(weight.spec(), model, phase.batch(), news);
                        });
            }
        }
        if (!news.isEmpty()) {
            told.accept("Measured which products pay: " + String.join(", ", news) + ".");
        }
    }

    /** Those measured so far of a model's layers, in words, by layer. */
    Map<String, String> words(Model model) {
        Map<String, String> words = new LinkedHashMap<>();
        for (WeightSpec spec : model.weights()) {
            Optional.ofNullable(measured.get(key(spec)))
                    .ifPresent(links -> words.put(spec.layer(), word(links, spec.shape())));
        }
        return words;
    }

    private long threshold(WeightSpec spec, Model model, int batch, List<String> news) {
        Long known = measured.get(key(spec));
        if (known != null) {
            return known;
        }
        long links = product(spec, model)
                .map(product -> new ProductTrial(product, spec, batch, engine).denseFrom())
                .orElse(Long.MAX_VALUE);
        measured.put(key(spec), links);
        news.add("'" + spec.layer() + "' " + word(links, spec.shape()));
        return links;
    }

    /** The product with a weight; of experts there is none, because nobody knows how many positions they will see. */
    private static Optional<Product> product(WeightSpec spec, Model model) {
        return model.operations().stream()
                .filter(Product.class::isInstance)
                .map(Product.class::cast)
                .filter(product -> product.multipliesBy(spec.name()))
                .findFirst();
    }

    private static String key(WeightSpec spec) {
        return spec.layer() + " " + spec.shape().rows() + " x " + spec.shape().columns();
    }

    private static String word(long links, MatrixShape shape) {
        if (links >= shape.positions()) {
            return "by links";
        }
        return links == 0
                ? "dense"
                : String.format(Locale.ROOT, "dense from %.0f %% of links on", 100.0 * links / shape.positions());
    }

    @Override
    public String stateName() {
        return "thresholds";
    }

    @Override
    public void save(StateWriter out) {
        out.put(NUMBER, measured.size());
        int number = 0;
        for (Map.Entry<String, Long> entry : measured.entrySet()) {
            out.put(LAYER + number, entry.getKey());
            out.put(LINKS + number, Long.toString(entry.getValue()));
            number++;
        }
    }

    @Override
    public void restore(StateReader in) {
        measured.clear();
        for (int i = 0; i < in.whole(NUMBER); i++) {
            String links = in.value(LINKS + i).text();
            if (!links.matches("[0-9]{1,19}")) {
                throw in.misfit("has the threshold \"" + links + "\", which is no number of links");
            }
            measured.put(in.value(LAYER + i).text(), Long.parseLong(links));
        }
    }
}
