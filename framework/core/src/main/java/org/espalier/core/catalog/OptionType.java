package org.espalier.core.catalog;

/** Types an option can have; see {@code org.espalier.api.Option}. */
public enum OptionType {
    BOOLEAN,
    INT,
    LONG,
    DOUBLE,
    TEXT,
    CHOICE,
    SPAN,
    DIAL,
    PATH,
    INT_LIST,
    DOUBLE_LIST,
    TEXT_LIST,
    TEXT_MAP,
    ACTIVATION,
    INIT,
    ADAPT,
    PATTERN;

    /** Whether a value is a list. */
    boolean list() {
        return switch (this) {
            case INT_LIST, DOUBLE_LIST, TEXT_LIST -> true;
            case BOOLEAN,
                    INT,
                    LONG,
                    DOUBLE,
                    TEXT,
                    CHOICE,
                    SPAN,
                    DIAL,
                    PATH,
                    TEXT_MAP,
                    ACTIVATION,
                    INIT,
                    ADAPT,
                    PATTERN -> false;
        };
    }
}
