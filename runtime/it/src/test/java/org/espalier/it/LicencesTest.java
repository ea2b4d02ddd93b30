package org.espalier.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;

/**
 * Every jar that is shipped and not ours, with its licence, stands in {@code docs/third-party.txt}. To write the file again:
 *
 * <pre>mvn verify -pl runtime/it -am -Dtest=LicencesTest -Dsurefire.failIfNoSpecifiedTests=false -Despalier.golden=write
 * </pre>
 */
class LicencesTest {
    private static final Path LIST = Path.of("../../docs/third-party.txt");
    private static final Set<String> ALLOWED =
            Set.of("Apache-2.0", "MIT", "BSD-3-Clause", "LicenseRef-Public-Domain", "EPL-2.0");

    @Test
    void everyShippedJarHasAnAllowedLicence() throws IOException {
        for (Path jar : shipped()) {
            assertThat(Licences.of(jar))
                    .as("licences stated by %s", jar.getFileName())
                    // offered under several, a jar may be taken under any
                    .containsAnyElementsOf(ALLOWED);
        }
    }

    @Test
    void everyLibraryInsideABundleHasAnAllowedLicence() throws IOException {
        for (Path bundle : Distribution.bundles()) {
            Map<String, List<String>> embedded = Licences.embedded(bundle);
            assertThat(embedded.values())
                    .as("licences in %s", bundle.getFileName())
                    .allSatisfy(licences -> assertThat(licences).isNotEmpty().isSubsetOf(ALLOWED));
            assertThat(embedded.isEmpty())
                    .as("%s has no class of others, or their licence in META-INF/licenses", bundle.getFileName())
                    .isEqualTo(onlyOurs(bundle));
        }
    }

    private static boolean onlyOurs(Path bundle) throws IOException {
        try (JarFile file = new JarFile(bundle.toFile())) {
            return file.stream()
                    .map(JarEntry::getName)
                    .filter(name -> name.endsWith(".class") || name.endsWith(".jar"))
                    .allMatch(name -> name.startsWith("org/espalier/"));
        }
    }

    @Test
    void theListNamesEveryShippedJar() throws IOException {
        List<String> lines = new ArrayList<>();
        for (Path jar : shipped()) {
            lines.add(jar.getFileName() + "  " + String.join(" ", Licences.of(jar)));
        }
        for (Path bundle : Distribution.bundles()) {
            String name = bundle.getFileName().toString();
            Licences.embedded(bundle)
                    .forEach((library, licences) ->
                            lines.add(library.replace(".txt", "") + " in " + name + "  " + String.join(" ", licences)));
        }
        if ("write".equals(System.getProperty("espalier.golden"))) {
            Files.write(LIST, lines);
        }
        assertThat(lines)
                .as("what is shipped; see the Javadoc of this test for how to write %s again", LIST.getFileName())
                .isEqualTo(Files.readAllLines(LIST));
    }

    private static List<Path> shipped() throws IOException {
        TreeSet<Path> jars = new TreeSet<>(Distribution.lib());
        jars.addAll(Distribution.boot());
        jars.addAll(Distribution.bundles());
        jars.addAll(Distribution.libraries());
        return jars.stream()
                .filter(jar -> !jar.getFileName().toString().startsWith("espalier-"))
                .sorted(java.util.Comparator.comparing(jar -> jar.getFileName().toString()))
                .toList();
    }
}
