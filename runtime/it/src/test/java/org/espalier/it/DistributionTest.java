package org.espalier.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.module.ModuleFinder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import org.espalier.core.catalog.DescriptorReader;
import org.espalier.core.catalog.PluginDescriptor;
import org.espalier.osgi.FelixHost;
import org.junit.jupiter.api.Test;

class DistributionTest {
    private static final Set<String> OF_THE_HOST = Set.of("jakarta.inject", "org.jspecify.annotations");

    @Test
    void everyPluginOfEveryBundleIsOfferedByFelixAndCanBeLoaded() throws IOException {
        List<PluginDescriptor> written = Distribution.flat().plugins();
        try (FelixHost host = Hosts.start(Distribution.bundleFolder())) {
            assertThat(host.faults()).isEmpty();
            assertThat(host.verify()).isEmpty();
            assertThat(host.catalog().plugins()).containsAll(written);
        }
        assertThat(written).hasSizeGreaterThan(25);
    }

    @Test
    void everyPluginHasTheSameOptionsInFelixAndOnAFlatClassPath() throws IOException {
        List<PluginDescriptor> written = Distribution.flat().plugins();
        try (FelixHost host = Hosts.start(Distribution.bundleFolder())) {
            for (PluginDescriptor plugin : written) {
                assertThat(host.catalog().find(plugin.kind(), plugin.name())).contains(plugin);
            }
        }
    }

    @Test
    void bundlesImportOnlyTheApiTheHostsAnnotationsAndTheJdk() throws IOException {
        Set<String> jdk = ModuleFinder.ofSystem().findAll().stream()
                .flatMap(module -> module.descriptor().packages().stream())
                .collect(Collectors.toSet());
        for (Path jar : Distribution.bundles()) {
            assertThat(imports(jar))
                    .as(jar.toString())
                    .isNotEmpty()
                    .allMatch(name -> name.equals("org.espalier.api")
                            || name.startsWith("org.espalier.api.")
                            || OF_THE_HOST.contains(name)
                            || jdk.contains(name));
        }
    }

    @Test
    void onlyTheBackendForItImportsTheVectorApi() throws IOException {
        for (Path jar : Distribution.bundles()) {
            boolean simd = jar.getFileName().toString().startsWith("espalier-backend-simd");
            assertThat(imports(jar).contains("jdk.incubator.vector"))
                    .as(jar.toString())
                    .isEqualTo(simd);
        }
    }

    @Test
    void noJarOfTheHostIsABundleOfPlugins() throws IOException {
        for (Path jar : Distribution.lib()) {
            if (!jar.getFileName().toString().startsWith("espalier-core")) {
                try (JarFile file = new JarFile(jar.toFile())) {
                    assertThat(file.getEntry(DescriptorReader.DESCRIPTOR))
                            .as(jar.toString())
                            .isNull();
                }
            }
        }
    }

    private static List<String> imports(Path jar) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            String header = file.getManifest().getMainAttributes().getValue("Import-Package");
            List<String> names = new ArrayList<>();
            for (String clause : header.replaceAll("\"[^\"]*\"", "").split(",")) {
                names.add(clause.split(";", 2)[0].strip());
            }
            return names;
        }
    }
}
