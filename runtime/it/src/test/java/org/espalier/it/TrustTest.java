package org.espalier.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.espalier.osgi.AddedBundle;
import org.espalier.osgi.BundleFault;
import org.espalier.osgi.FelixHost;
import org.espalier.osgi.trust.Trust;
import org.espalier.osgi.trust.TrustList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which added bundles are used, by their signatures and by a trust list. */
class TrustTest {
    @TempDir
    private Path work;

    private Path folder = Path.of("");
    private Path jar = Path.of("");

    @BeforeEach
    void addABundle() throws IOException {
        folder = work.resolve("added");
        jar = BundleJar.withSchedule("sound", "sound").in(folder);
    }

    private Path list(String... lines) throws IOException {
        return Files.write(work.resolve("trust.txt"), List.of(lines));
    }

    /** A list that names somebody else's jar and signer. */
    private Path listOfOthers() throws IOException {
        return list("sha256 " + "ab".repeat(32) + "  another jar", "signer " + "cd".repeat(32) + "  somebody else");
    }

    private FelixHost host(Optional<Path> list) {
        return Hosts.builder(folder).trust(list.map(TrustList::read)).start();
    }

    private Trust accepted(Optional<Path> list) {
        try (FelixHost host = host(list)) {
            assertThat(host.faults()).isEmpty();
            assertThat(Hosts.valueOf(host, "sound")).isEqualTo(3);
            return host.added().getFirst().trust();
        }
    }

    private String refused(Optional<Path> list) {
        try (FelixHost host = host(list)) {
            assertThat(host.catalog().find("schedule", "sound")).isEmpty();
            assertThat(host.added()).isEmpty();
            assertThat(host.faults()).hasSize(1);
            return host.faults().getFirst().text();
        }
    }

    @Test
    void withoutAListAnUnsignedBundleIsUsed() throws Exception {
        try (FelixHost host = host(Optional.empty())) {
            assertThat(host.added())
                    .containsExactly(new AddedBundle(
                            jar, "sample.sound", "1.0.0", TestSigner.digest(jar), new Trust.NotAsked()));
        }
    }

    @Test
    void anUnlistedBundleIsRefusedWithTheLineThatWouldListIt() throws Exception {
        assertThat(refused(Optional.of(listOfOthers())))
                .isEqualTo("sound.jar is not used: the trust list " + work.resolve("trust.txt")
                        + " names neither this jar nor a signer of it, for it is not signed. If you trust it, add the"
                        + " line 'sha256 " + TestSigner.digest(jar) + "  sound.jar' (this jar and no other).");
        assertThat(accepted(Optional.of(list("# mine", "", "sha256 " + TestSigner.digest(jar) + "  sound.jar"))))
                .isEqualTo(new Trust.ByDigest("sound.jar"));
    }

    @Test
    void aListedDigestIsForThoseBytesOnly() throws Exception {
        Path list = list("sha256 " + TestSigner.digest(jar) + "  sound.jar");
        new JarChange(jar).put("note.txt", BundleJar.bytes("harmless")).write();
        assertThat(refused(Optional.of(list))).startsWith("sound.jar is not used: the trust list");
    }

    @Test
    void aListedSignerVouchesForWhatTheySigned() throws Exception {
        TestSigner alice = TestSigner.called("Alice", work);
        alice.sign(jar);
        String colons = alice.fingerprint(0).toUpperCase(java.util.Locale.ROOT).replaceAll("(..)(?!$)", "$1:");
        assertThat(accepted(Optional.of(list("signer " + colons + "  Alice of our group"))))
                .isEqualTo(new Trust.BySigner("Alice of our group", alice.fingerprint(0)));
        assertThat(accepted(Optional.empty())).isEqualTo(new Trust.NotAsked());
    }

    @Test
    void anotherSignerIsNamedInTheRefusal() throws Exception {
        TestSigner mallory = TestSigner.called("Mallory", work);
        mallory.sign(jar);
        TestSigner alice = TestSigner.called("Alice", work);
        assertThat(refused(Optional.of(list("signer " + alice.fingerprint(0) + "  Alice"))))
                .contains("names neither this jar nor one who signed all of it.")
                .contains("'sha256 " + TestSigner.digest(jar) + "  sound.jar' (this jar and no other) or 'signer "
                        + mallory.fingerprint(0) + "  CN=Mallory' (all that is signed with this certificate).");
    }

    @Test
    void anAuthorityVouchesForTheCertificatesItIssued() throws Exception {
        TestSigner bob = TestSigner.under("Authority", "Bob", work);
        bob.sign(jar);
        assertThat(bob.chain()).hasSize(2);
        assertThat(accepted(Optional.of(list("signer " + bob.fingerprint(1) + "  Authority"))))
                .isEqualTo(new Trust.BySigner("Authority", bob.fingerprint(1)));
    }

    @Test
    void aCertificateThatOnlyClaimsTheAuthorityIsRefused() throws Exception {
        TestSigner real = TestSigner.under("Authority", "Bob", work);
        TestSigner forged = TestSigner.under("Authority", "Mallory", work);
        new TestSigner(
                        forged.key(),
                        List.of(forged.chain().getFirst(), real.chain().getLast()))
                .sign(jar);
        assertThat(refused(Optional.of(list("signer " + real.fingerprint(1) + "  Authority"))))
                .contains(
                        "The listed signer Authority does not count: its certificate does not lead to that of the jar");
    }

    @Test
    void anExpiredCertificateDoesNotCountButADigestDoes() throws Exception {
        TestSigner old = TestSigner.called("Old", work, "-startdate", "-20d", "-validity", "10");
        old.sign(jar);
        String signer = "signer " + old.fingerprint(0) + "  Old";
        assertThat(refused(Optional.of(list(signer))))
                .contains("The listed signer Old does not count: its certificate, valid from ")
                .contains(" is not valid today.");
        assertThat(accepted(Optional.of(list(signer, "sha256 " + TestSigner.digest(jar) + "  the old one"))))
                .isEqualTo(new Trust.ByDigest("the old one"));
    }

    @Test
    void aSignedBundleThatWasChangedIsRefusedEvenWithoutAList() throws Exception {
        TestSigner.called("Alice", work).sign(jar);
        JarChange change = new JarChange(jar);
        byte[] type = change.ending("Level.class").getValue();
        type[type.length - 1] ^= 1;
        change.write();
        assertThat(refused(Optional.empty()))
                .isEqualTo("sound.jar was changed after it was signed: its entry sample/sound/Level.class is not the"
                        + " one that was signed. Get the jar again from its author and do not use this one.");
    }

    @Test
    void anEntryThatWasAddedToASignedBundleIsNamed() throws Exception {
        TestSigner.called("Alice", work).sign(jar);
        new JarChange(jar).put("sample/sound/Extra.class", new byte[] {1}).write();
        assertThat(refused(Optional.empty()))
                .startsWith("sound.jar is signed, but its entry sample/sound/Extra.class is not:");
    }

    @Test
    void anEntryThatWasTakenFromASignedBundleIsNamed() throws Exception {
        BundleJar.withSchedule("sound", "sound")
                .entry("data.txt", BundleJar.bytes("x"))
                .in(folder);
        TestSigner.called("Alice", work).sign(jar);
        new JarChange(jar).remove("data.txt").write();
        assertThat(refused(Optional.empty()))
                .startsWith("sound.jar was changed after it was signed: its entry data.txt is missing.");
    }

    @Test
    void aManifestThatWasChangedIsNoticed() throws Exception {
        TestSigner.called("Alice", work).sign(jar);
        JarChange change = new JarChange(jar);
        String manifest = new String(change.ending("MANIFEST.MF").getValue(), StandardCharsets.UTF_8);
        change.put("META-INF/MANIFEST.MF", BundleJar.bytes(manifest.replace("1.0.0", "1.0.1")))
                .write();
        assertThat(refused(Optional.empty())).startsWith("sound.jar has a signature that does not fit (");
    }

    @ParameterizedTest
    @ValueSource(strings = {".EC", ".SF"})
    void aDamagedSignatureIsNoSignature(String file) throws Exception {
        TestSigner alice = TestSigner.called("Alice", work);
        alice.sign(jar);
        JarChange change = new JarChange(jar);
        byte[] content = change.ending(file).getValue();
        content[content.length - 5] ^= 1;
        change.write();
        assertThat(refused(Optional.of(list("signer " + alice.fingerprint(0) + "  Alice"))))
                .containsAnyOf("sound.jar is signed, but its entry", "sound.jar has a signature that does not fit (");
    }

    @Test
    void aSignatureThatWasTakenOffLeavesAnUnsignedBundle() throws Exception {
        TestSigner alice = TestSigner.called("Alice", work);
        alice.sign(jar);
        JarChange change = new JarChange(jar);
        change.remove(change.ending(".SF").getKey()).remove(change.ending(".EC").getKey());
        change.write();
        assertThat(refused(Optional.of(list("signer " + alice.fingerprint(0) + "  Alice"))))
                .contains("for it is not signed");
    }

    @Test
    void theListCountsForABundleThatIsAddedLater() throws Exception {
        Path later = BundleJar.withSchedule("later", "later").in(work.resolve("later"));
        try (FelixHost host = host(Optional.of(list("sha256 " + TestSigner.digest(jar) + "  sound.jar")))) {
            assertThat(host.add(later))
                    .extracting(BundleFault::text)
                    .singleElement()
                    .asString()
                    .startsWith("later.jar is not used");
            assertThat(host.catalog().find("schedule", "later")).isEmpty();
            assertThat(host.faults()).isEmpty();
        }
    }

    @Test
    void whatWasVerifiedIsWhatRuns() throws Exception {
        try (FelixHost host = host(Optional.of(list("sha256 " + TestSigner.digest(jar) + "  sound.jar")))) {
            new JarChange(jar)
                    .put("sample/sound/Level.class", new byte[] {0, 1, 2})
                    .write();
            assertThat(Hosts.valueOf(host, "sound")).isEqualTo(3);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "sha265 ab | a line of a trust list begins with 'sha256' (a jar) or 'signer' (a certificate), not with"
                        + " 'sha265'.",
                "sha256 | after 'sha256' come 64 hexadecimal digits, not ''.",
                "sha256 abcd  short | after 'sha256' come 64 hexadecimal digits, not 'abcd' (4 digits).",
                "signer ab:cd  short | after 'signer' come 64 hexadecimal digits, with or without colons between them,"
                        + " not 'ab:cd' (4 digits).",
            })
    void aFaultOfTheListNamesItsLine(String line, String message) throws IOException {
        Path list = list("# first", line);
        assertThatThrownBy(() -> TrustList.read(list)).hasMessage(list + ":2: " + message);
    }

    @Test
    void aListThatIsNotThereStopsTheStart() {
        Path list = work.resolve("absent.txt");
        assertThatThrownBy(() -> TrustList.read(list))
                .hasMessage("The trust list " + list + " cannot be read: there is no " + list + ". No added plugin is"
                        + " used without it; name another with --trust, or leave it out.");
    }
}
