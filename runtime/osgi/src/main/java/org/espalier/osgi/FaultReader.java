package org.espalier.osgi;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.wiring.BundleRequirement;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.framework.wiring.FrameworkWiring;

/** Turns what a framework throws into a sentence for people. */
record FaultReader(Bundle system) {
    private static final String PACKAGE = "osgi.wiring.package";
    private static final String JAVA = "osgi.ee";
    private static final String VECTOR_API = "jdk.incubator.vector";
    private static final String API = "org.espalier.api";
    private static final Pattern WANTED_PACKAGE = Pattern.compile("osgi\\.wiring\\.package=([\\w.]+)");
    private static final Pattern WANTED_JAVA = Pattern.compile("version(>?=)([\\d.]+)");

    /** A fault of {@code installBundle}. */
    BundleFault install(Path jar, Throwable thrown) {
        if (thrown instanceof BundleException e && e.getType() == BundleException.DUPLICATE_BUNDLE_ERROR) {
            return fault(
                    jar,
                    "has the name and version of another bundle that is already there.",
                    "Remove one of the two jars, or give this one another Bundle-Version.",
                    thrown);
        }
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof IllegalArgumentException) {
                return fault(
                        jar,
                        "has a manifest that OSGi cannot read (" + cause.getMessage() + ").",
                        "Correct that header; a version is written 1.2.3 or 1.2.3.qualifier.",
                        thrown);
            }
        }
        return fault(
                jar,
                "cannot be installed (" + rootOf(thrown).getMessage() + ").",
                "Correct its manifest, or copy or build it again.",
                thrown);
    }

    /** A fault of {@code start}. */
    BundleFault start(Path jar, Bundle bundle, Throwable thrown) {
        if (bundle.getState() == Bundle.INSTALLED) {
            for (BundleRequirement requirement : requirements(bundle)) {
                if (isMissing(requirement)) {
                    return missing(jar, bundle, requirement, thrown);
                }
            }
            return fault(
                    jar,
                    "needs another bundle that cannot be used either ("
                            + rootOf(thrown).getMessage() + ").",
                    "Mend that bundle first.",
                    thrown);
        }
        Throwable cause = thrown.getCause() == null ? thrown : rootOf(thrown);
        return fault(
                jar,
                "failed to start: its activator threw " + cause + ".",
                "Report that to the bundle's author; a plugin needs no activator.",
                thrown);
    }

    private static List<BundleRequirement> requirements(Bundle bundle) {
        BundleRevision revision = bundle.adapt(BundleRevision.class);
        return revision == null ? List.of() : revision.getDeclaredRequirements(null);
    }

    private boolean isMissing(BundleRequirement requirement) {
        boolean optional =
                Constants.RESOLUTION_OPTIONAL.equals(requirement.getDirectives().get(Constants.RESOLUTION_DIRECTIVE));
        boolean dynamic = "dynamic".equals(requirement.getDirectives().get(Constants.RESOLUTION_DIRECTIVE));
        return !optional
                && !dynamic
                && system.adapt(FrameworkWiring.class)
                        .findProviders(requirement)
                        .isEmpty();
    }

    private static BundleFault missing(Path jar, Bundle bundle, BundleRequirement requirement, Throwable thrown) {
        String filter = String.valueOf(requirement.getDirectives().get(Constants.FILTER_DIRECTIVE));
        if (requirement.getNamespace().equals(JAVA)) {
            return newerJava(jar, filter, thrown);
        }
        Matcher wanted = WANTED_PACKAGE.matcher(filter);
        if (!requirement.getNamespace().equals(PACKAGE) || !wanted.find()) {
            return fault(
                    jar,
                    "requires " + requirement.getNamespace() + " " + filter + ", which nothing here offers.",
                    "Add the bundle that does, or build this one without the requirement.",
                    thrown);
        }
        String name = wanted.group(1);
        if (name.equals(VECTOR_API)) {
            return fault(
                    jar,
                    "needs the Vector API, which this JVM was started without: " + off(bundle) + ".",
                    "Start Java with --add-modules jdk.incubator.vector.",
                    thrown);
        }
        if (name.equals(API) || name.startsWith(API + ".")) {
            return otherApi(jar, name, filter, thrown);
        }
        return fault(
                jar,
                "imports the package " + name + versions(filter) + ", which neither this host nor another bundle"
                        + " exports.",
                "Put the library into the bundle (bnd: -includeresource or -privatepackage), or add the bundle that"
                        + " exports the package.",
                thrown);
    }

    private static BundleFault newerJava(Path jar, String filter, Throwable thrown) {
        Matcher version = WANTED_JAVA.matcher(filter);
        String needed = version.find() ? version.group(2) : filter;
        return fault(
                jar,
                "needs a newer Java: it asks for Java " + needed + ", this is "
                        + Runtime.version().feature() + ".",
                "Run Espalier with that Java, or build the bundle with --release "
                        + Runtime.version().feature() + ".",
                thrown);
    }

    private static BundleFault otherApi(Path jar, String name, String filter, Throwable thrown) {
        String offered = SystemPackages.apiVersion();
        return fault(
                jar,
                "was built for another version of the API: it asks for " + name + versions(filter)
                        + ", this host offers " + offered + ".",
                "Build it against espalier-api " + offered + ", or use the version of Espalier it was built for.",
                thrown);
    }

    /** The plugins that are off when their bundle is. */
    private static String off(Bundle bundle) {
        List<String> names = OsgiCatalog.descriptors(bundle).stream()
                .map(plugin -> plugin.kind() + " '" + plugin.name() + "'")
                .toList();
        return names.isEmpty() ? "the bundle is off" : "it is off, and with it " + String.join(", ", names);
    }

    /** The version part of a resolver's filter, as a person writes it. */
    private static String versions(String filter) {
        Matcher low = Pattern.compile("\\(version>=([^)]+)\\)").matcher(filter);
        Matcher high = Pattern.compile("\\(!\\(version>=([^)]+)\\)\\)").matcher(filter);
        String from = low.find() ? low.group(1) : "";
        boolean bounded = high.find();
        if (from.isEmpty() || (bounded && from.equals(high.group(1)))) {
            return "";
        }
        return bounded ? " from " + from + " up to but not " + high.group(1) : " " + from + " or later";
    }

    private static Throwable rootOf(Throwable thrown) {
        Throwable root = thrown;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }

    private static BundleFault fault(Path jar, String sentence, String fix, Throwable thrown) {
        return new BundleFault(jar, sentence, fix, Optional.of(thrown));
    }
}
