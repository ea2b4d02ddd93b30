package org.espalier.core.catalog;

import java.util.Comparator;
import java.util.List;

/**
 * What is known of a plugin before its class is loaded.
 *
 * @param kind the word for its kind, for example {@code optimizer}
 * @param name its name
 * @param className its class
 * @param doc one sentence
 * @param options its options, in the order of the record
 * @param claims what it changes, if it is a rule
 * @param bundle name of the bundle or jar it came from
 * @param version version of that bundle
 */
public record PluginDescriptor(
        String kind,
        String name,
        String className,
        String doc,
        List<OptionDescriptor> options,
        ClaimSet claims,
        String bundle,
        String version) {
    /** By kind, name, bundle and version. */
    public static final Comparator<PluginDescriptor> ORDER = Comparator.comparing(PluginDescriptor::kind)
            .thenComparing(PluginDescriptor::name)
            .thenComparing(PluginDescriptor::bundle)
            .thenComparing(PluginDescriptor::version);

    public PluginDescriptor {
        options = List.copyOf(options);
    }

    /** One that claims nothing. */
    public PluginDescriptor(
            String kind,
            String name,
            String className,
            String doc,
            List<OptionDescriptor> options,
            String bundle,
            String version) {
        this(kind, name, className, doc, options, ClaimSet.NONE, bundle, version);
    }
}
