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
        Map<String, String> values = new LinkedHashMap<>();
        for (String setting : given) {
            int equals = setting.indexOf('=');
            if (equals < 1) {
                throw new UsageException(
                        "--set takes NAME=VALUE, for example --set sparsity=0.95, not '" + setting + "'.");
            }
            String name = setting.substring(0, equals).strip();
            if (values.putIfAbsent(name, setting.substring(equals + 1).strip()) != null) {
                throw new UsageException("--set gives " + name + " twice; give each param once.");
            }
        }
        return values;
    }
}
