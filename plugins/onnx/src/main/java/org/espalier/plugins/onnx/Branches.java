package org.espalier.plugins.onnx;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.espalier.api.EspalierException;

/** Writes pieces as sentences of a model, with a block for what runs through several branches. */
final class Branches {
    /** What the join of a mixture begins with. */
    static final String EXPERTS = "experts(";

    private static final String INDENT = "    ";

    /** Blocks within blocks. */
    private static final int DEEPEST = 40;

    private final String file;
    private final String input;
    private final Map<String, Piece> pieces;
    /** The value that every way to a value goes through last, and how many such there are before it. */
    private final Map<String, String> gates = new HashMap<>();

    private final Map<String, Integer> depths = new HashMap<>();
    private final Set<String> written = new HashSet<>();
    private int deep;

    /**
     * @param pieces by what they give, in the order of computation
     */
    Branches(String file, String input, Map<String, Piece> pieces) {
        this.file = file;
        this.input = input;
        this.pieces = pieces;
        depths.put(input, 0);
        pieces.forEach((name, piece) -> {
            String gate = piece.inputs().stream().reduce(this::common).orElseThrow();
            gates.put(name, gate);
            depths.put(name, depth(gate) + 1);
        });
    }

    private int depth(String name) {
        return Objects.requireNonNull(depths.get(name), name);
    }

    private String common(String a, String b) {
        String first = a;
        String second = b;
        while (!first.equals(second)) {
            if (depth(first) >= depth(second)) {
                first = Objects.requireNonNull(gates.get(first), first);
            } else {
                second = Objects.requireNonNull(gates.get(second), second);
            }
        }
        return first;
    }

    /** The sentences from the input to a value. */
    List<String> sentences(String output) {
        return between(input, output);
    }

    private List<String> between(String from, String to) {
        List<List<String>> backwards = new ArrayList<>();
        String value = to;
        while (!value.equals(from)) {
            Piece piece = Objects.requireNonNull(pieces.get(value), value);
            if (!written.add(value)) {
                throw new EspalierException(file + ": '" + value
                        + "' is read inside of branches and outside of them; branches of a recipe are closed blocks.");
            }
            List<String> said = new ArrayList<>();
            String before = Objects.requireNonNull(gates.get(value), value);
            if (!piece.join().isEmpty()) {
                said.addAll(block(piece, before));
            }
            said.addAll(piece.sentences());
            backwards.add(said);
            value = before;
        }
        List<String> all = new ArrayList<>();
        backwards.reversed().forEach(all::addAll);
        return all;
    }

    private List<String> block(Piece piece, String before) {
        if (++deep > DEEPEST) {
            throw new EspalierException(file + " has branches within branches, more than " + DEEPEST + " deep.");
        }
        List<List<String>> ways = new ArrayList<>();
        piece.inputs().forEach(way -> ways.add(between(before, way)));
        deep--;
        List<String> said = new ArrayList<>();
        if (piece.join().startsWith(EXPERTS)) {
            said.add(piece.join() + " {");
            ways.getFirst().forEach(line -> said.add(INDENT + line));
            said.add("}");
            return said;
        }
        if (piece.join().equals("residual")
                && ways.size() == 2
                && !(ways.getFirst().isEmpty() && ways.getLast().isEmpty())) {
            boolean swapped = ways.getFirst().size() < ways.getLast().size();
            List<String> through = swapped ? ways.getLast() : ways.getFirst();
            List<String> beside = swapped ? ways.getFirst() : ways.getLast();
            said.add("residual {");
            through.forEach(line -> said.add(INDENT + line));
            if (!beside.isEmpty()) {
                said.add(INDENT + "shortcut {");
                beside.forEach(line -> said.add(INDENT + INDENT + line));
                said.add(INDENT + "}");
            }
            said.add("}");
            return said;
        }
        said.add((piece.join().equals("residual") ? "sum" : piece.join()) + " {");
        for (List<String> way : ways) {
            said.add(INDENT + "branch {" + (way.isEmpty() ? " }" : ""));
            if (!way.isEmpty()) {
                way.forEach(line -> said.add(INDENT + INDENT + line));
                said.add(INDENT + "}");
            }
        }
        said.add("}");
        return said;
    }
}
