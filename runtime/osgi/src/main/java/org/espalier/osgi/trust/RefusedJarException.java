package org.espalier.osgi.trust;

/** A jar is not let in. The sentence is a clause after the jar's name, as in a fault of a bundle. */
public final class RefusedJarException extends Exception {
    private static final long serialVersionUID = 1;

    private final String sentence;
    private final String fix;

    RefusedJarException(String sentence, String fix) {
        super(sentence + " " + fix);
        this.sentence = sentence;
        this.fix = fix;
    }

    /** What is wrong, for example {@code holds the entry a.class twice.} */
    public String sentence() {
        return sentence;
    }

    /** What to do. */
    public String fix() {
        return fix;
    }
}
