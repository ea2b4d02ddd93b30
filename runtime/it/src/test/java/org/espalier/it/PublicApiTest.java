package org.espalier.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.espalier.api.Plugin;
import org.junit.jupiter.api.Test;

/**
 * The public API, one line a member, stands in {@code framework/api/public-api.txt}. A change of the API must show there,
 * and comes with a new {@code api.package.version} in the parent pom. To write the file again:
 *
 * <pre>mvn verify -pl runtime/it -am -Dtest=PublicApiTest -Dsurefire.failIfNoSpecifiedTests=false -Despalier.golden=write
 * </pre>
 */
class PublicApiTest {
    private static final Path GOLDEN = Path.of("../../framework/api/public-api.txt");

    @Test
    void isWhatTheFileSays() throws IOException, ClassNotFoundException {
        List<String> lines = new ArrayList<>();
        lines.add("version " + version());
        lines.addAll(members());
        if ("write".equals(System.getProperty("espalier.golden"))) {
            Files.write(GOLDEN, lines);
        }
        assertThat(lines)
                .as("the public API; see the Javadoc of this test for how to write %s again", GOLDEN.getFileName())
                .isEqualTo(Files.readAllLines(GOLDEN));
    }

    private static TreeSet<String> members() throws IOException, ClassNotFoundException {
        TreeSet<String> lines = new TreeSet<>();
        for (String name : classNames()) {
            Class<?> type = Class.forName(name, false, PublicApiTest.class.getClassLoader());
            if (isPublic(type)) {
                describe(type, lines);
            }
        }
        return lines;
    }

    private static boolean isPublic(Class<?> type) {
        return Modifier.isPublic(type.getModifiers())
                && (type.getEnclosingClass() == null || isPublic(type.getEnclosingClass()))
                && !type.isAnonymousClass();
    }

    private static void describe(Class<?> type, TreeSet<String> lines) {
        String parents = Stream.concat(
                        Stream.ofNullable(type.getGenericSuperclass()), Arrays.stream(type.getGenericInterfaces()))
                .map(java.lang.reflect.Type::getTypeName)
                .filter(name -> !name.equals("java.lang.Object"))
                .reduce((a, b) -> a + ", " + b)
                .map(names -> " : " + names)
                .orElse("");
        lines.add(type.getName() + " = " + type.toGenericString() + parents);
        for (Field field : type.getDeclaredFields()) {
            if (isVisible(field.getModifiers(), field.isSynthetic())) {
                lines.add(type.getName() + " . " + field.toGenericString());
            }
        }
        for (Constructor<?> constructor : type.getDeclaredConstructors()) {
            if (isVisible(constructor.getModifiers(), constructor.isSynthetic())) {
                lines.add(type.getName() + " . " + constructor.toGenericString());
            }
        }
        for (Method method : type.getDeclaredMethods()) {
            if (isVisible(method.getModifiers(), method.isSynthetic())) {
                lines.add(type.getName() + " . " + method.toGenericString());
            }
        }
    }

    private static boolean isVisible(int modifiers, boolean synthetic) {
        return !synthetic && (Modifier.isPublic(modifiers) || Modifier.isProtected(modifiers));
    }

    private static Path origin() {
        return Path.of(URI.create(
                Plugin.class.getProtectionDomain().getCodeSource().getLocation().toString()));
    }

    private static String version() throws IOException {
        try (JarFile jar = new JarFile(origin().toFile())) {
            String exports = jar.getManifest().getMainAttributes().getValue("Export-Package");
            return exports.replaceFirst("(?s)^[^\"]*\"([^\"]*)\".*", "$1");
        }
    }

    private static List<String> classNames() {
        try (FileSystem jar = FileSystems.newFileSystem(origin());
                Stream<Path> files = Files.walk(jar.getPath("org/espalier/api"))) {
            return files.map(Path::toString)
                    .filter(file -> file.endsWith(".class") && !file.endsWith("package-info.class"))
                    .map(file -> file.substring(file.startsWith("/") ? 1 : 0, file.length() - ".class".length())
                            .replace('/', '.'))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
