package org.espalier.core.imports;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * New names for names in a file. A pattern is a whole name or what a name begins with, up to a dot; {@code *} stands for any
 * characters between dots, and for the same in the new name. Of several patterns that fit, the first holds.
 */
final class Renaming {
    private static final String ANY = "([^.]*)";

    private final Map<Pattern, String> rules = new LinkedHashMap<>();

    /**
     * @param names new names by pattern; both have as many {@code *}
     */
    Renaming(Map<String, String> names) {
        names.forEach((from, to) -> rules.put(pattern(from), to));
    }

    private static Pattern pattern(String from) {
        StringBuilder regex = new StringBuilder();
        String[] parts = from.split("\\*", -1);
        for (int i = 0; i < parts.length; i++) {
            regex.append(i == 0 ? "" : ANY).append(Pattern.quote(parts[i]));
        }
        return Pattern.compile(regex + "(?=\\.|$)");
    }

    /** The new name, or the same. */
    String apply(String name) {
        for (Map.Entry<Pattern, String> rule : rules.entrySet()) {
            Matcher matcher = rule.getKey().matcher(name);
            if (matcher.lookingAt()) {
                return filled(rule.getValue(), matcher) + name.substring(matcher.end());
            }
        }
        return name;
    }

    private static String filled(String to, Matcher matcher) {
        StringBuilder filled = new StringBuilder();
        int star = 0;
        for (String part : to.split("\\*", -1)) {
            filled.append(star == 0 ? "" : matcher.group(star)).append(part);
            star++;
        }
        return filled.toString();
    }
}
