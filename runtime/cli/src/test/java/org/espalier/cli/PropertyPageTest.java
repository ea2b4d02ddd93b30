package org.espalier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The page that says which test holds which property of a method. */
class PropertyPageTest {
    private static final Path ROOT = Path.of("../..");
    private static final Pattern NAMED = Pattern.compile("`(\\w+)\\.(\\w+)`");

    @Test
    void everyTestItNamesIsThere() throws IOException {
        Map<String, List<String>> sources = sources();
        List<MatchResult> named = NAMED.matcher(Files.readString(ROOT.resolve("docs/methods/invariants.md")))
                .results()
                .toList();
        assertThat(named)
                .hasSizeGreaterThan(50)
                .allSatisfy(test -> assertThat(sources.getOrDefault(test.group(1), List.of()))
                        .as(test.group())
                        .anyMatch(source -> source.contains("void " + test.group(2) + "(")));
    }

    /** Texts of tests and contracts by class; two classes may have one name. */
    private static Map<String, List<String>> sources() throws IOException {
        Map<String, List<String>> sources = new HashMap<>();
        for (String part : List.of("framework", "plugins", "runtime", "dsl")) {
            Files.walkFileTree(ROOT.resolve(part), new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                    return folder.endsWith("target") ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    String name = file.getFileName().toString();
                    if (name.endsWith("Test.java") || name.endsWith("Contract.java")) {
                        sources.computeIfAbsent(name.replace(".java", ""), n -> new ArrayList<>())
                                .add(Files.readString(file));
                    }
                    return FileVisitResult.CONTINUE;
                }
            });
        }
        return sources;
    }
}
