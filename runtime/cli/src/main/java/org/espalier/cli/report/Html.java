package org.espalier.cli.report;

/** Text in a page. */
final class Html {
    private Html() {}

    /** With the characters that mean something to a browser replaced. */
    static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
