package org.espalier.osgi.trust;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.espalier.api.EspalierException;
import org.espalier.core.files.FileFault;

/**
 * What a person trusts: jars by their digest, and signers by the fingerprint of a certificate. As text, an entry a line:
 *
 * <pre>
 * # comments and empty lines are left out
 * sha256 b94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde9  the criteria of our group
 * signer 5E:88:48:98:…:EF  Example Ltd
 * </pre>
 *
 * @param file where it stands, for messages
 * @param digests names of jars by the SHA-256 of their bytes, 64 lower-case hexadecimal digits
 * @param signers names of signers by the SHA-256 of a certificate, written the same way
 */
public record TrustList(Path file, Map<String, String> digests, Map<String, String> signers) {
    private static final Pattern LINE = Pattern.compile("(\\S+)(?:\\s+(\\S+)(?:\\s+(.*))?)?");
    private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");

    /** A list of a million jars is a mistake. */
    private static final long MOST_BYTES = 16L << 20;

    public TrustList {
        digests = Map.copyOf(digests);
        signers = Map.copyOf(signers);
    }

    /**
     * Reads a list.
     *
     * @throws EspalierException when it is missing or a line is wrong; the message names file and line
     */
    public static TrustList read(Path file) {
        Map<String, String> digests = new LinkedHashMap<>();
        Map<String, String> signers = new LinkedHashMap<>();
        int number = 0;
        for (String line : lines(file)) {
            number++;
            String entry = line.strip();
            if (!entry.isEmpty() && !entry.startsWith("#")) {
                add(entry, file + ":" + number, digests, signers);
            }
        }
        return new TrustList(file, digests, signers);
    }

    private static void add(String entry, String place, Map<String, String> digests, Map<String, String> signers) {
        Matcher parts = LINE.matcher(entry);
        String word = parts.matches() ? parts.group(1) : entry;
        Map<String, String> kind = switch (word) {
            case "sha256" -> digests;
            case "signer" -> signers;
            default ->
                throw new EspalierException(place + ": a line of a trust list begins with 'sha256' (a jar) or"
                        + " 'signer' (a certificate), not with '" + word + "'.");
        };
        String given = parts.group(2) == null ? "" : parts.group(2);
        String digits = (kind == signers ? given.replace(":", "") : given).toLowerCase(Locale.ROOT);
        if (!DIGEST.matcher(digits).matches()) {
            throw new EspalierException(place + ": after '" + word + "' come 64 hexadecimal digits"
                    + (kind == signers ? ", with or without colons between them" : "") + ", not '" + given + "'"
                    + (digits.matches("[0-9a-f]+") ? " (" + digits.length() + " digits)" : "") + ".");
        }
        String name = parts.group(3) == null ? "" : parts.group(3).strip();
        kind.put(digits, name.isEmpty() ? digits : name);
    }

    private static List<String> lines(Path file) {
        try {
            if (Files.isRegularFile(file) && Files.size(file) > MOST_BYTES) {
                throw new EspalierException("The trust list " + file + " has " + Files.size(file) + " bytes; at most "
                        + MOST_BYTES + " are read. Name a list of jars and signers.");
            }
            return Files.readAllLines(file);
        } catch (CharacterCodingException e) {
            throw new EspalierException("The trust list " + file + " is not text in UTF-8.", e);
        } catch (IOException e) {
            throw new EspalierException(
                    "The trust list " + file + " cannot be read: " + FileFault.reason(e)
                            + ". No added plugin is used without it; name another with --trust, or leave it out.",
                    e);
        }
    }
}
