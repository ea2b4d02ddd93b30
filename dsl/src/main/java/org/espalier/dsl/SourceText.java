package org.espalier.dsl;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import org.espalier.core.diagnostic.Diagnostic;
import org.espalier.core.diagnostic.DiagnosticId;
import org.espalier.core.diagnostic.Place;
import org.espalier.core.diagnostic.RecipeException;

/**
 * The text of a recipe, or a part of it, and the name people know it by.
 *
 * @param file as the person named it
 * @param text the text
 * @param firstLine the line of the file the text begins in, counted from 1
 * @param firstColumn the column it begins in, counted from 1
 */
record SourceText(String file, String text, int firstLine, int firstColumn) {
    /** No recipe written by a person comes near this. */
    static final int MAX_BYTES = 64 * 1024;

    /** A whole text. */
    SourceText(String file, String text) {
        this(file, text, 1, 1);
    }

    /**
     * Reads a file of at most {@link #MAX_BYTES}. What the file is and how large it is is looked at first, so that a pipe
     * does not block and a large file is not read.
     *
     * @throws RecipeException E003, when it cannot be read
     */
    static SourceText read(Path path) {
        String file = path.toString();
        try {
            BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
            if (attributes.isDirectory()) {
                throw unreadable(file, "'" + file + "' is a folder, not a recipe.", "Name a file in it.");
            }
            if (!attributes.isRegularFile()) {
                throw unreadable(file, "'" + file + "' is a device or a pipe, not a recipe.", "Name a file of text.");
            }
            return new SourceText(file, decode(file, attributes.size() == 0 ? new byte[0] : bytes(path)));
        } catch (NoSuchFileException e) {
            throw unreadable(file, "There is no file '" + file + "'.", "");
        } catch (IOException e) {
            throw unreadable(file, "'" + file + "' cannot be read: " + reason(e) + ".", "");
        }
    }

    private static String reason(IOException e) {
        return switch (e) {
            case AccessDeniedException denied -> "no permission for " + denied.getFile();
            case FileSystemException other when other.getReason() != null -> other.getReason();
            default -> String.valueOf(e.getMessage());
        };
    }

    private static byte[] bytes(Path path) throws IOException {
        long size = Files.size(path);
        byte[] bytes = new byte[0];
        if (size <= MAX_BYTES) {
            try (InputStream in = Files.newInputStream(path)) {
                bytes = in.readNBytes(MAX_BYTES + 1);
            }
        }
        if (Math.max(size, bytes.length) > MAX_BYTES) {
            throw refused(
                    new Place(path.toString(), 1, 1, 1),
                    "'" + path + "' is larger than " + MAX_BYTES / 1024 + " KiB, the most a recipe may have.",
                    "Say what repeats with repeat(n) { i -> … }, and keep data in files of their own.");
        }
        return bytes;
    }

    private static String decode(String file, byte[] bytes) {
        CharBuffer text = CharBuffer.allocate(bytes.length);
        CoderResult result = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes), text, true);
        SourceText read = new SourceText(file, text.flip().toString());
        if (result.isError()) {
            throw refused(
                    read.placeOf(read.text().length()),
                    "'" + file + "' is not text in UTF-8; the first byte that is not stands here.",
                    "Save it as UTF-8.");
        }
        for (int i = 0; i < read.text().length(); i++) {
            char c = read.text().charAt(i);
            if ((c < ' ' && c != '\t' && c != '\n' && c != '\r' && c != '\f') || c == '\uFFFF') {
                throw refused(
                        read.placeOf(i),
                        String.format("The character U+%04X stands here, which no text has.", (int) c),
                        "If it is meant, write it as \\u" + String.format("%04x", (int) c) + " in a text.");
            }
        }
        return read.text().startsWith("\uFEFF") ? read.text().substring(1) : read.text();
    }

    private Place placeOf(int index) {
        int line = 1
                + (int) text.substring(0, index).chars().filter(c -> c == '\n').count();
        return at(line, index - text.lastIndexOf('\n', index - 1), 1);
    }

    private static RecipeException unreadable(String file, String message, String hint) {
        return refused(new Place(file, 0, 0, 1), message, hint);
    }

    private static RecipeException refused(Place place, String message, String hint) {
        return new RecipeException(List.of(new Diagnostic(DiagnosticId.UNREADABLE, place, message, hint)));
    }

    /** A place in the file, for a line and column of this text. */
    Place at(int line, int column, int length) {
        return new Place(file, line + firstLine - 1, line == 1 ? column + firstColumn - 1 : column, length);
    }
}
