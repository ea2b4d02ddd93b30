package org.espalier.dsl;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.espalier.core.diagnostic.Diagnostic;
import org.espalier.core.diagnostic.DiagnosticId;
import org.espalier.core.diagnostic.Place;
import org.espalier.core.diagnostic.RecipeException;

/**
 * The text of a recipe and the name people know it by.
 *
 * @param file as the person named it
 * @param text the whole text
 */
record SourceText(String file, String text) {
    /** No recipe written by a person comes near this. */
    static final int MAX_BYTES = 256 * 1024;

    /**
     * Reads a file of at most {@link #MAX_BYTES}.
     *
     * @throws RecipeException E003, when it cannot be read
     */
    static SourceText read(Path path) {
        String file = path.toString();
        try {
            if (Files.isDirectory(path)) {
                throw unreadable(file, "'" + file + "' is a folder, not a recipe.", "Name a file in it.");
            }
            byte[] bytes;
            try (var in = Files.newInputStream(path)) {
                bytes = in.readNBytes(MAX_BYTES + 1);
            }
            if (bytes.length > MAX_BYTES) {
                throw unreadable(
                        file,
                        "'" + file + "' is larger than " + MAX_BYTES / 1024 + " KiB, the most a recipe may have.",
                        "");
            }
            return new SourceText(file, decode(file, bytes));
        } catch (NoSuchFileException e) {
            throw unreadable(file, "There is no file '" + file + "'.", "");
        } catch (IOException e) {
            throw unreadable(file, "'" + file + "' cannot be read: " + e.getMessage() + ".", "");
        }
    }

    private static String decode(String file, byte[] bytes) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw unreadable(file, "'" + file + "' is not text in UTF-8.", "Save it as UTF-8.");
        }
    }

    private static RecipeException unreadable(String file, String message, String hint) {
        return new RecipeException(
                List.of(new Diagnostic(DiagnosticId.UNREADABLE, new Place(file, 0, 0, 1), message, hint)));
    }

    /** What stands in a line between two columns, counted from 1; the second excluded. */
    String between(int line, int from, int to) {
        String whole = text.lines().skip(line - 1L).findFirst().orElse("");
        int start = Math.clamp(from - 1L, 0, whole.length());
        return whole.substring(start, Math.clamp(to - 1L, start, whole.length()));
    }

    /** A place in this text. */
    Place at(int line, int column, int length) {
        return new Place(file, line, column, length);
    }
}
