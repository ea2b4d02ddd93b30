package org.espalier.osgi.trust;

import java.security.GeneralSecurityException;
import java.security.cert.CertPath;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Compares a jar with a trust list. A listed signer vouches for a jar when every entry is signed either with the listed
 * certificate itself or with one that leads to it, each certificate on the way being valid today and allowed to issue the
 * next. What a jar carries as its chain proves nothing: the signatures along it are verified here.
 */
record TrustCheck(TrustList list, InstantSource clock) {
    private static final String CODE_SIGNING = "1.3.6.1.5.5.7.3.3";
    private static final String ANY_USE = "2.5.29.37.0";

    /**
     * Why a jar may be used.
     *
     * @param name the jar's name, for the line that would list it
     * @throws RefusedJarException when it may not; the message has the lines that would change that
     */
    Trust of(String name, String sha256, JarSignature signature) throws RefusedJarException {
        String listed = list.digests().get(sha256);
        if (listed != null) {
            return new Trust.ByDigest(listed);
        }
        String trouble = "";
        for (Map.Entry<String, String> signer : list.signers().entrySet()) {
            Optional<String> against = against(signature, signer.getKey());
            if (signature.signed() && against.isEmpty()) {
                return new Trust.BySigner(signer.getValue(), signer.getKey());
            }
            trouble = against.filter(text -> !text.isEmpty())
                    .map(text -> " The listed signer " + signer.getValue() + " does not count: " + text + ".")
                    .orElse(trouble);
        }
        throw refused(name, sha256, signature, trouble);
    }

    /** Why a listed signer does not vouch for all entries; empty text when it has nothing to do with one of them. */
    private Optional<String> against(JarSignature signature, String fingerprint) {
        for (Set<CertPath> signers : signature.entries()) {
            String trouble = "";
            boolean vouched = false;
            for (CertPath path : signers) {
                Optional<String> against = against(path, fingerprint);
                vouched |= against.isEmpty();
                trouble = against.filter(text -> !text.isEmpty()).orElse(trouble);
            }
            if (!vouched) {
                return Optional.of(trouble);
            }
        }
        return Optional.empty();
    }

    private Optional<String> against(CertPath path, String fingerprint) {
        List<X509Certificate> chain = Certificates.of(path);
        for (int i = 0; i < chain.size(); i++) {
            if (Certificates.fingerprint(chain.get(i)).equals(fingerprint)) {
                return against(chain.subList(0, i), chain.get(i));
            }
        }
        return Optional.of("");
    }

    /**
     * @param below the certificates between the entry and the listed one, the signer's first
     */
    private Optional<String> against(List<X509Certificate> below, X509Certificate listed) {
        Date today = Date.from(clock.instant());
        try {
            listed.checkValidity(today);
            if (below.isEmpty()) {
                return Optional.empty();
            }
            List<String> uses = below.getFirst().getExtendedKeyUsage();
            if (uses != null && !uses.contains(CODE_SIGNING) && !uses.contains(ANY_USE)) {
                return Optional.of(Certificates.title(below.getFirst()) + " is not a certificate for signing code");
            }
            PKIXParameters parameters = new PKIXParameters(Set.of(new TrustAnchor(listed, null)));
            parameters.setRevocationEnabled(false);
            parameters.setDate(today);
            CertPathValidator.getInstance("PKIX")
                    .validate(CertificateFactory.getInstance("X.509").generateCertPath(below), parameters);
            return Optional.empty();
        } catch (CertificateException e) {
            return Optional.of("its certificate, valid from " + day(listed.getNotBefore()) + " to "
                    + day(listed.getNotAfter()) + ", is not valid today");
        } catch (GeneralSecurityException e) {
            return Optional.of("its certificate does not lead to that of the jar (" + e.getMessage() + ")");
        }
    }

    private static String day(Date date) {
        return date.toInstant().toString().substring(0, 10);
    }

    private RefusedJarException refused(String name, String sha256, JarSignature signature, String trouble) {
        StringBuilder lines = new StringBuilder("'sha256 " + sha256 + "  " + name + "' (this jar and no other)");
        signature.entries().stream()
                .findFirst()
                .ifPresent(signers -> signers.forEach(path -> {
                    X509Certificate leaf = Certificates.of(path).getFirst();
                    lines.append(" or 'signer ")
                            .append(Certificates.fingerprint(leaf))
                            .append("  ")
                            .append(Certificates.title(leaf))
                            .append("' (all that is signed with this certificate)");
                }));
        return new RefusedJarException(
                "is not used: the trust list " + list.file() + " names neither this jar nor "
                        + (signature.signed() ? "one who signed all of it." : "a signer of it, for it is not signed.")
                        + trouble,
                "If you trust it, add the line " + lines + ".");
    }
}
