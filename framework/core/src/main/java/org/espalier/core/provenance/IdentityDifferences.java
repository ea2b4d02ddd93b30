package org.espalier.core.provenance;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Compares what made a run with what would continue it. */
final class IdentityDifferences {
    private static final String ABSENT = "";

    private final RunIdentity was;
    private final RunIdentity now;
    private final List<String> sentences = new ArrayList<>();

    IdentityDifferences(RunIdentity was, RunIdentity now) {
        this.was = was;
        this.now = now;
    }

    List<String> sentences() {
        if (!was.recipe().sha256().equals(now.recipe().sha256())) {
            sentences.add("the recipe was " + text(was.recipe()) + ", now " + text(now.recipe()));
        }
        if (!was.backend().name().equals(now.backend().name())) {
            sentences.add("the backend was " + text(was.backend()) + ", now " + text(now.backend()));
        }
        compare("the bundle ", bundles(was), bundles(now));
        compare("the data ", data(was), data(now));
        return List.copyOf(sentences);
    }

    private void compare(String what, Map<String, String> before, Map<String, String> after) {
        TreeSet<String> names = new TreeSet<>(before.keySet());
        names.addAll(after.keySet());
        for (String name : names) {
            String old = before.getOrDefault(name, ABSENT);
            String current = after.getOrDefault(name, ABSENT);
            if (!old.equals(current)) {
                sentences.add(what + name + " was "
                        + (old.equals(ABSENT) ? "not used" : shortened(old)) + ", now "
                        + (current.equals(ABSENT) ? "it is not used" : shortened(current)));
            }
        }
    }

    private static Map<String, String> bundles(RunIdentity identity) {
        return identity.bundles().stream()
                .collect(Collectors.groupingBy(
                        BundleIdentity::name,
                        TreeMap::new,
                        Collectors.mapping(
                                b -> b.version() + (b.sha256().isEmpty() ? "" : " (sha256 " + b.sha256() + ")"),
                                Collectors.joining(" and "))));
    }

    private static Map<String, String> data(RunIdentity identity) {
        return identity.data().entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, e -> e.getValue().replaceFirst(":", " ")));
    }

    private static String text(RunIdentity.Recipe recipe) {
        return recipe.name() + " (sha256 " + shortened(recipe.sha256()) + ")";
    }

    private static String text(RunIdentity.Backend backend) {
        return backend.name() + " (" + backend.description() + ")";
    }

    /** Of a digest the first digits, enough to tell two apart. */
    private static String shortened(String text) {
        return text.replaceAll("([0-9a-f]{8})[0-9a-f]{8,}", "$1…");
    }
}
