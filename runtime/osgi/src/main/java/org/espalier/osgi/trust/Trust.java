package org.espalier.osgi.trust;

/** Why an added bundle was let in. */
public sealed interface Trust {
    /** As a person would say it. */
    String text();

    /** No list was required. */
    record NotAsked() implements Trust {
        @Override
        public String text() {
            return "no trust list";
        }
    }

    /**
     * Its digest is on the list.
     *
     * @param name the name the list gives it
     */
    record ByDigest(String name) implements Trust {
        @Override
        public String text() {
            return "listed as " + name;
        }
    }

    /**
     * Every entry is signed by a signer of the list.
     *
     * @param name the name the list gives the signer
     * @param fingerprint SHA-256 of the certificate, 64 lower-case hexadecimal digits
     */
    record BySigner(String name, String fingerprint) implements Trust {
        @Override
        public String text() {
            return "signed by " + name;
        }
    }
}
