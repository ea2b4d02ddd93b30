package org.espalier.core.diagnostic;

/** The kinds of mistakes. Codes are never reused; each has a page in {@code docs/errors}. */
public enum DiagnosticId {
    /** The file is not Groovy: an unclosed bracket, say. */
    SYNTAX("E001"),
    /** Syntax outside the closed list of the recipe language. */
    FORBIDDEN_SYNTAX("E002"),
    /** The file cannot be read, is too large or too deeply nested. */
    UNREADABLE("E003"),
    /** A word the language does not have in this block. */
    UNKNOWN_WORD("E101"),
    /** A word in a block it does not belong to. */
    MISPLACED_WORD("E102"),
    /** A word with the wrong number or kinds of values. */
    WRONG_ARGUMENTS("E103"),
    /** A word said twice that may be said once. */
    REPEATED_WORD("E104"),
    /** Something a recipe must say is missing. */
    MISSING_WORD("E105"),
    /** A name that nothing declares: a param, a layer, a phase. */
    UNKNOWN_NAME("E106"),
    /** Two declarations of one name. */
    DUPLICATE_NAME("E107"),
    /** No plugin of that kind and name. */
    UNKNOWN_PLUGIN("E201"),
    /** The plugin has no such option. */
    UNKNOWN_OPTION("E202"),
    /** An option that must be given is not. */
    MISSING_OPTION("E203"),
    /** A value of the wrong type. */
    WRONG_TYPE("E204"),
    /** A value outside its range. */
    OUT_OF_RANGE("E205"),
    /** A selection that matches no layer. */
    EMPTY_SELECTION("E301"),
    /** A sparsity that cannot be reached. */
    INFEASIBLE_SPARSITY("E302"),
    /** Words that contradict each other. */
    CONTRADICTION("E303"),
    /** Choosing on the test data. */
    CHOOSING_ON_TEST("E304"),
    /** Shapes of data and model that do not fit together. */
    SHAPE_MISMATCH("E305"),
    /** The machine has too little memory. */
    NOT_ENOUGH_MEMORY("E306"),
    /** A file of trained values that does not fit the model. */
    WEIGHTS_DO_NOT_FIT("E307"),
    /** A param named on the command line that the recipe does not declare. */
    UNKNOWN_PARAM("E401");

    private final String code;

    DiagnosticId(String code) {
        this.code = code;
    }

    /** For example {@code E101}. */
    public String code() {
        return code;
    }
}
