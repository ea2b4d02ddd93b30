package org.espalier.osgi.trust;

import java.security.MessageDigest;
import java.security.cert.CertPath;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.List;
import org.espalier.core.files.FileDigest;

/** Certificates as trust lists and messages name them. */
final class Certificates {
    private Certificates() {}

    /** The certificates of a path, the signer's own first. */
    static List<X509Certificate> of(CertPath path) {
        return path.getCertificates().stream().map(X509Certificate.class::cast).toList();
    }

    /** SHA-256 of the encoded certificate, 64 lower-case hexadecimal digits. */
    static String fingerprint(X509Certificate certificate) {
        try {
            MessageDigest sha = FileDigest.start();
            sha.update(certificate.getEncoded());
            return FileDigest.hex(sha);
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("a certificate that was read can be written", e);
        }
    }

    /** Whom it was made out to. */
    static String title(X509Certificate certificate) {
        return certificate.getSubjectX500Principal().getName();
    }
}
