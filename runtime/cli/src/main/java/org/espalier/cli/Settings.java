package org.espalier.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** Values for the params of a recipe. */
final class Settings {
    @Option(
            names = "--set",
            paramLabel = "NAME=VALUE",
            description = "Give a param of the recipe a value; may be repeated.")
    private final List<String> given = new ArrayList<>();

    /** Values by param, as typed. */
    Map<String, String> values() {
        return pairs("--set", "sparsity=0.95", given);
    }

    /**
     * Values by name, as typed.
     *
     * @param word the option that takes them
     * @param example one of them
     */
    static Map<String, String> pairs(String word, String example, List<String> given) {
        Map<String, String> values = new LinkedHashMap<>();
        for (String setting : given) {
            int equals = setting.indexOf('=');
            if (equals < 1) {
                throw new UsageException(
                        word + " takes NAME=VALUE, for example " + word + " " + example + ", not '" + setting + "'.");
            }
            String name = setting.substring(0, equals).strip();
            if (values.putIfAbsent(name, setting.substring(equals + 1).strip()) != null) {
                throw new UsageException(word + " gives " + name + " twice; give each once.");
            }
        }
        return values;
    }
}
