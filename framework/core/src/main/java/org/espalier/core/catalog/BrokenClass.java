package org.espalier.core.catalog;

/** Says why the class of a plugin cannot be loaded. */
public final class BrokenClass {
    private static final String VECTORS = "jdk.incubator.vector";

    private BrokenClass() {}

    /** For example {@code The plugin prune 'magnitude' of org.example.criteria 1.0.0}. */
    public static String called(PluginDescriptor plugin) {
        return "The plugin " + plugin.kind() + " '" + plugin.name() + "' of " + plugin.bundle() + " "
                + plugin.version();
    }

    /** One sentence that names bundle and plugin, the fault and a remedy. */
    public static String sentence(PluginDescriptor plugin, Throwable fault) {
        return called(plugin) + " cannot be loaded: " + reason(plugin, fault);
    }

    /** The clause after "cannot be loaded": the fault and a remedy. */
    public static String reason(PluginDescriptor plugin, Throwable fault) {
        return switch (fault) {
            case ClassNotFoundException e
            when isPlugin(e, plugin) ->
                "its class " + plugin.className() + " is not in the jar. Build the bundle again.";
            case ClassNotFoundException e -> missing(String.valueOf(e.getMessage()));
            case NoClassDefFoundError e
            when e.getCause() instanceof ExceptionInInitializerError first ->
                String.valueOf(first.getMessage()).contains(VECTORS)
                        ? missing(VECTORS)
                        : "a class of it failed to start (" + first.getMessage()
                                + "). Ask the bundle's author for a corrected one.";
            case NoClassDefFoundError e -> missing(String.valueOf(e.getMessage()));
            case UnsupportedClassVersionError e ->
                "it was compiled for a newer Java than this one ("
                        + Runtime.version().feature()
                        + "). Run Espalier with that Java, or build the bundle with --release "
                        + Runtime.version().feature() + ".";
            case ClassFormatError e ->
                "a class file in it is damaged (" + e.getMessage() + "). Copy or build the bundle again.";
            default -> fault + ". Ask the bundle's author for a corrected one.";
        };
    }

    /** Frameworks add to the class's name who did not find it. */
    private static boolean isPlugin(ClassNotFoundException fault, PluginDescriptor plugin) {
        return String.valueOf(fault.getMessage()).split(" ", 2)[0].equals(plugin.className());
    }

    private static String missing(String name) {
        String type = name.replace('/', '.').split(" ", 2)[0];
        if (name.replace('/', '.').contains(VECTORS)) {
            return "it needs the Vector API, which this Java was started without. Start Java with --add-modules "
                    + VECTORS + ".";
        }
        return "it uses " + type + ", which it cannot see. "
                + (type.startsWith("org.espalier.api")
                        ? "The bundle does not import the API: build it with bnd, or add 'Import-Package: "
                                + type.substring(0, type.lastIndexOf('.')) + "' to its manifest."
                        : "Import that package in the bundle's manifest, or put the library into the bundle.");
    }
}
