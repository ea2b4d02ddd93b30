package org.espalier.plugins.data;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.espalier.api.EspalierException;

/**
 * A text in UTF-8.
 *
 * @param digest of the file
 */
record TextFile(Path path, String text, String digest) {
    /**
     * Reads a file in UTF-8.
     *
     * @throws EspalierException when it cannot be read, or holds bytes that are no UTF-8
     */
    static TextFile read(Path path) {
        byte[] bytes = new InputFile(path, "the text").bytes();
        return new TextFile(path, decoded(path, bytes), InputFile.digest(bytes));
    }

    private static String decoded(Path path, byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(bytes.length);
        CoderResult result = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .decode(in, out, true);
        if (result.isError()) {
            throw new EspalierException(path + " is not UTF-8: byte " + in.position()
                    + " begins no character. Convert it, for example with iconv -t utf-8.");
        }
        return out.flip().toString();
    }

    /**
     * The place where the part to judge by begins: after the share to learn from, and at a space, so that no word is cut.
     *
     * @param test share of the characters at the end, about
     */
    int cut(double test) {
        int at = text.length() - (int) Math.floor(text.length() * test);
        while (at < text.length() && !Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        return at;
    }
}
