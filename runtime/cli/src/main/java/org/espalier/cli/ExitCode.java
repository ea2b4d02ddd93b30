package org.espalier.cli;

/** How the process ends. */
enum ExitCode {
    DONE(0),
    FAILED(1),
    WRONG(2),
    NOT_MET(3),
    INTERRUPTED(130);

    private final int number;

    ExitCode(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }
}
