package org.espalier.core.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.espalier.api.EspalierException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClassPathCatalogTest {
    private static final String LINE = """
            {"kind":"prune","name":"NAME","class":"CLASS","doc":"Sample.","options":[\
            {"name":"share","type":"double","doc":"A share.","default":"0.5","range":"[0, 1]","choices":[]}]}
            """;

    @TempDir
    private Path folder;

    private static String line(String name, Class<?> type) {
        return LINE.replace("NAME", name).replace("CLASS", type.getName());
    }

    private Path jar(String file, String descriptor) throws IOException {
        return jar(
                file,
                descriptor,
                Map.of("Bundle-SymbolicName", "org.example." + file + ";singleton:=true", "Bundle-Version", "2.1.0"));
    }

    private Path jar(String file, String descriptor, Map<String, String> headers) throws IOException {
        Manifest manifest = new Manifest();
        Attributes main = manifest.getMainAttributes();
        main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        headers.forEach(main::putValue);
        Path jar = folder.resolve(file + ".jar");
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream entries = new JarOutputStream(out, manifest)) {
            entries.putNextEntry(new JarEntry(DescriptorReader.DESCRIPTOR));
            entries.write(descriptor.getBytes(StandardCharsets.UTF_8));
        }
        return jar;
    }

    private static ClassPathCatalog catalog(Path... roots) throws IOException {
        URL[] urls = new URL[roots.length];
        for (int i = 0; i < roots.length; i++) {
            urls[i] = roots[i].toUri().toURL();
        }
        try (URLClassLoader loader = new URLClassLoader(urls, null)) {
            return new ClassPathCatalog(loader);
        }
    }

    @Test
    void readsEveryJarWithTheNameAndVersionOfItsManifest() throws IOException {
        PluginCatalog catalog = catalog(jar("b", line("second", String.class)), jar("a", line("first", String.class)));
        assertThat(catalog.plugins()).extracting(PluginDescriptor::name).containsExactly("first", "second");
        assertThat(catalog.plugins())
                .extracting(PluginDescriptor::bundle)
                .containsExactly("org.example.a", "org.example.b");
        assertThat(catalog.plugins()).extracting(PluginDescriptor::version).containsOnly("2.1.0");
        assertThat(catalog.find("prune", "first")
                        .orElseThrow()
                        .options()
                        .getFirst()
                        .type())
                .isEqualTo(OptionType.DOUBLE);
    }

    @Test
    void namesAFolderOfClassesAfterItsModule() throws IOException {
        Path classes = folder.resolve("movement/target/classes");
        Files.createDirectories(classes.resolve("META-INF/espalier"));
        Files.writeString(classes.resolve(DescriptorReader.DESCRIPTOR), line("movement", String.class));
        assertThat(catalog(classes).plugins())
                .extracting(PluginDescriptor::bundle)
                .containsExactly("movement");
    }

    @Test
    void namesAPlainJarAfterItsTitleOrItsFile() throws IOException {
        Path titled = jar(
                "a",
                line("first", String.class),
                Map.of("Implementation-Title", "org.example.core", "Implementation-Version", "3.0"));
        Path bare = jar("b", line("second", String.class), Map.of());
        assertThat(catalog(titled, bare).plugins())
                .extracting(plugin -> plugin.bundle() + " " + plugin.version())
                .containsExactly("org.example.core 3.0", "b.jar 0.0.0");
    }

    @Test
    void loadsTheClassOfAPlugin() throws IOException {
        PluginCatalog catalog = catalog(jar("a", line("first", String.class)));
        assertThat(catalog.load(catalog.plugins().getFirst())).isEqualTo(String.class);
    }

    @Test
    void saysWhenTheClassOfAPluginIsNotThere() throws IOException {
        PluginCatalog catalog = catalog(jar("a", LINE.replace("NAME", "first").replace("CLASS", "org.example.Gone")));
        assertThatThrownBy(() -> catalog.load(catalog.plugins().getFirst()))
                .isInstanceOf(EspalierException.class)
                .hasMessageContaining("prune 'first' of org.example.a 2.1.0")
                .hasMessageContaining("org.example.Gone is not in the jar");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"kind\":\"prune\"                         | not a JSON object",
                "[1]                                         | not a JSON object",
                "{\"kind\":\"prune\",\"name\":\"x\",\"options\":[]} | 'class' is missing"
            })
    void namesTheJarAndTheLineOfAMalformedDescriptor(String second, String reason) throws IOException {
        Path jar = jar("broken", line("first", String.class) + second + "\n");
        assertThatThrownBy(() -> catalog(jar))
                .isInstanceOf(EspalierException.class)
                .hasMessageContaining(jar.toString())
                .hasMessageContaining("line 2")
                .hasMessageContaining(reason);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"double\"   | \"tensor\"  | 'tensor' is not a type of option",
                "\"0.5\"      | \"half\"    | the default \"half\" of the option 'share' is not of its type",
                "\"[0, 1]\"   | \"0..1\"    | a range is written like [0, 1)"
            })
    void refusesAnOptionItCannotRead(String part, String instead, String reason) throws IOException {
        Path jar = jar("broken", line("first", String.class).replace(part, instead));
        assertThatThrownBy(() -> catalog(jar)).hasMessageContaining("line 1").hasMessageContaining(reason);
    }

    @Test
    void refusesTwoPluginsOfOneName() throws IOException {
        Path first = jar("a", line("same", String.class));
        Path second = jar("b", line("same", Integer.class));
        assertThatThrownBy(() -> catalog(first, second))
                .hasMessageContaining("prune 'same'")
                .hasMessageContaining("org.example.a")
                .hasMessageContaining("org.example.b");
    }
}
