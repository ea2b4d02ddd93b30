package org.espalier.processor;

import javax.lang.model.element.Element;

/** The rule for documentation that people see in lists. */
final class Docs {
    private Docs() {}

    static void requireSentence(Element element, String where, String doc) {
        if (doc.isBlank() || doc.contains("\n")) {
            throw new PluginFault(
                    element, "The doc of " + where + " must be one sentence on one line, for a person who chooses.");
        }
    }
}
