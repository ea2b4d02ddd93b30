package org.espalier.core.diagnostic;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ErrorPagesTest {
    private static final Path PAGES = Path.of("..", "..", "docs", "errors");

    @ParameterizedTest
    @EnumSource(DiagnosticId.class)
    void everyMistakeHasAPageWithAWrongAndARightExample(DiagnosticId id) throws IOException {
        String page = Files.readString(PAGES.resolve(id.code() + ".md"));

        assertThat(page).startsWith("# " + id.code() + ": ").contains("\nWrong:\n", "\nRight:\n");
    }

    @Test
    void everyPageBelongsToAMistakeAndCodesAreUnique() throws IOException {
        List<String> codes = Arrays.stream(DiagnosticId.values())
                .map(id -> id.code() + ".md")
                .toList();
        try (Stream<Path> pages = Files.list(PAGES)) {
            assertThat(pages.map(p -> String.valueOf(p.getFileName()))).containsExactlyInAnyOrderElementsOf(codes);
        }
        assertThat(codes).doesNotHaveDuplicates();
    }
}
