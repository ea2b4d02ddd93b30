package org.espalier.processor;

import javax.lang.model.element.Element;

/** What is wrong with a plugin, and where. */
final class PluginFault extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Element element;

    PluginFault(Element element, String sentence) {
        super(sentence);
        this.element = element;
    }

    Element element() {
        return element;
    }

    String sentence() {
        return String.valueOf(getMessage());
    }
}
