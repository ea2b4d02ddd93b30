package org.espalier.core.catalog;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.espalier.api.EspalierException;
import org.espalier.api.Interval;
import org.espalier.api.loop.Claim;

/**
 * Reads {@value #DESCRIPTOR}, which the annotation processor wrote when the plugins were compiled.
 *
 * @param origin the jar or folder, for messages
 * @param bundle the bundle's name
 * @param version the bundle's version
 */
public record DescriptorReader(String origin, String bundle, String version) {
    /** Where the descriptor lies in a bundle. */
    public static final String DESCRIPTOR = "META-INF/espalier/plugins.jsonl";

    /**
     * Reads all lines.
     *
     * @throws EspalierException when a line is malformed; the message names the jar and the line
     */
    public List<PluginDescriptor> read(InputStream in) throws IOException {
        List<PluginDescriptor> plugins = new ArrayList<>();
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            int number = 0;
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                number++;
                if (!line.isBlank()) {
                    plugins.add(plugin(line, number));
                }
            }
        }
        return plugins;
    }

    private PluginDescriptor plugin(String line, int number) {
        try {
            JsonObject json = JsonParser.parseString(line).getAsJsonObject();
            List<OptionDescriptor> options = new ArrayList<>();
            for (JsonElement option : array(json, "options")) {
                options.add(option(option.getAsJsonObject()));
            }
            return new PluginDescriptor(
                    text(json, "kind"),
                    text(json, "name"),
                    text(json, "class"),
                    text(json, "doc"),
                    options,
                    new ClaimSet(claims(json, "owns"), claims(json, "edits")),
                    bundle,
                    version);
        } catch (JsonParseException | IllegalStateException | UnsupportedOperationException e) {
            throw malformed(number, "it is not a JSON object of the expected form", e);
        } catch (IllegalArgumentException e) {
            throw malformed(number, String.valueOf(e.getMessage()), e);
        }
    }

    private static OptionDescriptor option(JsonObject json) {
        List<String> choices = new ArrayList<>();
        array(json, "choices").forEach(choice -> choices.add(choice.getAsString()));
        String range = text(json, "range");
        Interval.parse(range);
        OptionType type = type(text(json, "type"));
        OptionDescriptor option = new OptionDescriptor(
                text(json, "name"),
                type,
                text(json, "doc"),
                Optional.ofNullable(json.get("default")).map(JsonElement::getAsString),
                range,
                choices);
        option.byDefault().ifPresent(byDefault -> DefaultValue.of(option, byDefault));
        return option;
    }

    /** Only lines of rules that change something have them. */
    private static Set<Claim> claims(JsonObject json, String key) {
        Set<Claim> claims = EnumSet.noneOf(Claim.class);
        if (json.has(key)) {
            array(json, key).forEach(claim -> claims.add(claim(claim.getAsString())));
        }
        return claims;
    }

    private static Claim claim(String text) {
        for (Claim claim : Claim.values()) {
            if (claim.name().toLowerCase(Locale.ROOT).equals(text)) {
                return claim;
            }
        }
        throw new IllegalArgumentException("'" + text + "' is nothing a rule can claim");
    }

    private static OptionType type(String text) {
        for (OptionType type : OptionType.values()) {
            if (type.name().toLowerCase(Locale.ROOT).replace('_', '-').equals(text)) {
                return type;
            }
        }
        throw new IllegalArgumentException("'" + text + "' is not a type of option");
    }

    private static String text(JsonObject json, String key) {
        return member(json, key).getAsString();
    }

    private static JsonArray array(JsonObject json, String key) {
        return member(json, key).getAsJsonArray();
    }

    private static JsonElement member(JsonObject json, String key) {
        JsonElement element = json.get(key);
        if (element == null) {
            throw new IllegalArgumentException("'" + key + "' is missing");
        }
        return element;
    }

    private EspalierException malformed(int number, String reason, Exception cause) {
        return new EspalierException(
                origin + ": line " + number + " of " + DESCRIPTOR + " cannot be used: " + reason
                        + ". Build the bundle again with the espalier-processor of this version.",
                cause);
    }
}
