package org.espalier.osgi.trust;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.security.CodeSigner;
import java.security.cert.CertPath;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.regex.Pattern;

/**
 * Who signed a jar.
 *
 * @param entries the signers of its entries: for each entry the set of those who signed it, equal sets once; none when
 *     the jar is not signed
 */
record JarSignature(Set<Set<CertPath>> entries) {
    private static final Pattern OF_A_SIGNATURE =
            Pattern.compile("META-INF/([^/]*\\.(SF|RSA|DSA|EC)|SIG-[^/]*)", Pattern.CASE_INSENSITIVE);
    private static final String AGAIN = "Get the jar again from its author and do not use this one.";
    private static final int CHUNK = 1 << 16;

    JarSignature {
        entries = Collections.unmodifiableSet(new LinkedHashSet<>(entries));
    }

    /**
     * Reads every entry, so that every digest is compared.
     *
     * @throws RefusedJarException when the jar is signed, but not whole: something was changed, added or taken away, or
     *     the signature itself cannot be verified
     */
    static JarSignature of(Path file) throws RefusedJarException, IOException {
        try (JarFile jar = new JarFile(file.toFile(), true)) {
            List<JarEntry> all = Collections.list(jar.entries());
            if (all.stream().noneMatch(entry -> isOfSignature(entry.getName()))) {
                return new JarSignature(Set.of());
            }
            Set<Set<CertPath>> signers = new LinkedHashSet<>();
            for (JarEntry entry : all) {
                read(jar, entry);
                if (!entry.isDirectory() && !isOfSignature(entry.getName()) && !isManifest(entry.getName())) {
                    signers.add(signers(entry));
                }
            }
            requireNoneMissing(jar.getManifest(), all);
            return new JarSignature(signers);
        }
    }

    boolean signed() {
        return !entries.isEmpty();
    }

    private static boolean isOfSignature(String name) {
        return OF_A_SIGNATURE.matcher(name).matches();
    }

    private static boolean isManifest(String name) {
        return name.equals(JarFile.MANIFEST_NAME);
    }

    private static void read(JarFile jar, JarEntry entry) throws RefusedJarException, IOException {
        byte[] chunk = new byte[CHUNK];
        try (InputStream in = jar.getInputStream(entry)) {
            while (in.read(chunk) >= 0) {
                // The digest is compared when the end is read.
            }
        } catch (SecurityException e) {
            throw new RefusedJarException(
                    String.valueOf(e.getMessage()).contains("digest error for")
                            ? "was changed after it was signed: its entry " + entry.getName()
                                    + " is not the one that was signed."
                            : "has a signature that does not fit (" + e.getMessage() + ").",
                    AGAIN);
        }
    }

    private static Set<CertPath> signers(JarEntry entry) throws RefusedJarException {
        CodeSigner[] signers = entry.getCodeSigners();
        if (signers == null) {
            throw new RefusedJarException(
                    "is signed, but its entry " + entry.getName() + " is not: it was added after the jar was signed, or"
                            + " the signature is damaged or of a kind this Java does not accept.",
                    AGAIN);
        }
        Set<CertPath> paths = new HashSet<>();
        for (CodeSigner signer : signers) {
            paths.add(signer.getSignerCertPath());
        }
        return paths;
    }

    private static void requireNoneMissing(Manifest manifest, List<JarEntry> present) throws RefusedJarException {
        Set<String> names = new HashSet<>();
        present.forEach(entry -> names.add(entry.getName()));
        for (String name : manifest.getEntries().keySet()) {
            if (!names.contains(name) && hasDigest(manifest.getAttributes(name))) {
                throw new RefusedJarException(
                        "was changed after it was signed: its entry " + name + " is missing.", AGAIN);
            }
        }
    }

    private static boolean hasDigest(Attributes attributes) {
        return attributes.keySet().stream()
                .anyMatch(key -> key.toString().toUpperCase(Locale.ROOT).endsWith("-DIGEST"));
    }
}
