package org.espalier.core.execution;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.espalier.api.EspalierException;
import org.espalier.core.checkpoint.RunState;
import org.espalier.core.checkpoint.StateReader;
import org.espalier.core.checkpoint.StateWriter;
import org.espalier.core.graph.Model;
import org.espalier.core.surgery.Factorised;
import org.espalier.core.surgery.Merged;
import org.espalier.core.surgery.Removed;
import org.espalier.core.surgery.Surgery;

/**
 * How the form of a run's network was changed, one change after the other, so that with the recipe's model these give the model as
 * it is. Written down, changes have semicolons between; {@code cut 3,8} removes channels, groups of which are numbered in the order
 * of the model before it, {@code factorise fc1.weight=16} makes two weights of one, {@code merge fc1.weight} one of several.
 */
final class Surgeries implements RunState {
    /** The entry of a stored network's metadata. */
    static final String ENTRY = "espalier.surgeries";

    private static final String CUT = "cut";
    private static final String FACTORISE = "factorise";
    private static final String MERGE = "merge";

    private final List<Surgery> made = new ArrayList<>();

    List<Surgery> all() {
        return List.copyOf(made);
    }

    void add(Surgery surgery) {
        made.add(surgery);
    }

    @Override
    public String stateName() {
        return "surgeries";
    }

    @Override
    public void save(StateWriter out) {
        out.put(ENTRY, written());
    }

    @Override
    public void restore(StateReader in) {
        made.clear();
        made.addAll(read(in.value(ENTRY).text()));
    }

    private String written() {
        return made.stream().map(Surgeries::written).collect(Collectors.joining(";"));
    }

    private static String written(Surgery surgery) {
        return switch (surgery) {
            case Removed removed ->
                CUT + " " + removed.groups().stream().mapToObj(String::valueOf).collect(Collectors.joining(","));
            case Factorised factorised ->
                FACTORISE + " "
                        + factorised.ranks().entrySet().stream()
                                .map(rank -> rank.getKey() + "=" + rank.getValue())
                                .collect(Collectors.joining(","));
            case Merged merged -> MERGE + " " + String.join(",", merged.weights());
        };
    }

    private static List<Surgery> read(String written) {
        List<Surgery> surgeries = new ArrayList<>();
        for (String one : written.isEmpty() ? new String[0] : written.split(";", -1)) {
            String kind = one.split(" ", -1)[0];
            List<String> parts = Arrays.stream(
                            one.substring(kind.length()).strip().split(","))
                    .filter(part -> !part.isEmpty())
                    .toList();
            surgeries.add(
                    switch (kind) {
                        case CUT -> new Removed(groups(parts));
                        case FACTORISE -> new Factorised(ranks(parts));
                        case MERGE -> new Merged(parts);
                        default -> throw new IllegalArgumentException("there is no change '" + kind + "'");
                    });
        }
        return surgeries;
    }

    private static BitSet groups(List<String> parts) {
        BitSet groups = new BitSet();
        parts.forEach(group -> groups.set(Integer.parseInt(group)));
        return groups;
    }

    private static SortedMap<String, Integer> ranks(List<String> parts) {
        SortedMap<String, Integer> ranks = new TreeMap<>();
        for (String part : parts) {
            int sign = part.indexOf('=');
            if (sign < 0) {
                throw new IllegalArgumentException("'" + part + "' has no rank");
            }
            ranks.put(part.substring(0, sign), Integer.valueOf(part.substring(sign + 1)));
        }
        return ranks;
    }

    /** What a stored network says of its form. */
    Map<String, String> metadata() {
        return made.isEmpty() ? Map.of() : Map.of(ENTRY, written());
    }

    /**
     * A recipe's model as a stored network has it.
     *
     * @param file for messages
     * @throws EspalierException when the changes are not those of this model
     */
    static Model applied(Model whole, Map<String, String> metadata, String file) {
        Model model = whole;
        String surgeries = metadata.get(ENTRY);
        if (surgeries == null) {
            return model;
        }
        try {
            for (Surgery surgery : read(surgeries)) {
                model = surgery.model(model);
            }
            return model;
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new EspalierException(
                    file + " does not fit the recipe: its entry " + ENTRY + " is \"" + surgeries + "\" ("
                            + e.getMessage() + ").",
                    e);
        }
    }
}
