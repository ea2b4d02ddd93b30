package org.espalier.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.espalier.core.catalog.OptionDescriptor;
import org.espalier.core.catalog.PluginDescriptor;

/** An option of a plugin that stands on the command line. */
final class TypedOption {
    private static final Pattern WHOLE = Pattern.compile("-?[0-9]{1,18}");
    private static final Pattern DECIMAL = Pattern.compile("-?[0-9]*\\.?[0-9]+([eE][-+]?[0-9]{1,3})?");

    private TypedOption() {}

    /** What a person typed, as the option takes it; what cannot be so is left to the check of options. */
    static Object value(PluginDescriptor plugin, String name, String text) {
        Optional<OptionDescriptor> option =
                plugin.options().stream().filter(o -> o.name().equals(name)).findFirst();
        return option.<Object>map(o -> switch (o.type()) {
                    case BOOLEAN -> text.equals("true") || text.equals("false") ? Boolean.valueOf(text) : text;
                    case INT, LONG, DOUBLE, DIAL -> number(text);
                    case INT_LIST, DOUBLE_LIST ->
                        split(text).stream().map(TypedOption::number).toList();
                    case TEXT_LIST -> split(text);
                    case TEXT, CHOICE, PATH, SPAN, TEXT_MAP, ACTIVATION, INIT, ADAPT, PATTERN -> text;
                })
                .orElse(text);
    }

    private static List<String> split(String text) {
        return new ArrayList<>(Arrays.asList(text.split(",", -1)));
    }

    /** A number as a recipe would have it; what is none stays text. */
    private static Object number(String text) {
        if (WHOLE.matcher(text).matches()) {
            return Long.valueOf(text);
        }
        return DECIMAL.matcher(text).matches() ? Double.valueOf(text) : text;
    }
}
