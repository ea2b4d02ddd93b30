package org.espalier.it;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.cert.CertPath;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.ZipFile;
import jdk.security.jarsigner.JarSigner;

/**
 * Someone who signs jars, with a key made by keytool.
 *
 * @param chain their certificate first
 */
record TestSigner(PrivateKey key, List<Certificate> chain) {
    private static final String PASSWORD = "password";

    /** A signer whose certificate is signed by themselves. */
    static TestSigner called(String name, Path folder, String... options) throws Exception {
        Path store = Files.createTempDirectory(folder, "keys").resolve("store.p12");
        keytool(store, "own", name, options);
        return from(store);
    }

    /** A signer whose certificate is issued by an authority, which stands second in the chain. */
    static TestSigner under(String authority, String name, Path folder, String... options) throws Exception {
        Path store = Files.createTempDirectory(folder, "keys").resolve("store.p12");
        keytool(store, "authority", authority, "-ext", "bc:c");
        List<String> all = new ArrayList<>(List.of("-signer", "authority"));
        all.addAll(List.of(options));
        keytool(store, "own", name, all.toArray(String[]::new));
        return from(store);
    }

    private static void keytool(Path store, String alias, String name, String... options) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                alias,
                "-keyalg",
                "EC",
                "-dname",
                "CN=" + name,
                "-keystore",
                store.toString(),
                "-storepass",
                PASSWORD));
        command.addAll(List.of(options));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(said);
        }
    }

    private static TestSigner from(Path store) throws IOException, GeneralSecurityException {
        KeyStore keys = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
        return new TestSigner(
                (PrivateKey) keys.getKey("own", PASSWORD.toCharArray()),
                Arrays.asList(keys.getCertificateChain("own")));
    }

    /** Signs every entry of a jar, in place. */
    Path sign(Path jar) throws IOException, GeneralSecurityException {
        CertPath path = CertificateFactory.getInstance("X.509").generateCertPath(chain);
        Path signed = jar.resolveSibling(jar.getFileName() + ".signed");
        try (ZipFile in = new ZipFile(jar.toFile());
                OutputStream out = Files.newOutputStream(signed)) {
            new JarSigner.Builder(key, path).build().sign(in, out);
        }
        Files.move(signed, jar, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        return jar;
    }

    /** SHA-256 of a certificate of the chain, as a trust list writes it. */
    String fingerprint(int index) throws GeneralSecurityException {
        return HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256")
                        .digest(chain.get(index).getEncoded()));
    }

    /** SHA-256 of a file. */
    static String digest(Path file) throws IOException, GeneralSecurityException {
        try (InputStream in = Files.newInputStream(file)) {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(in.readAllBytes()));
        }
    }
}
