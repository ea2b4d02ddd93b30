package org.espalier.plugins.data.pickle;

import java.util.Optional;

/** What the pickles of one kind of file may name, call and fill; anything else is refused. */
public interface PickleObjects {
    /** A thing of Python, by module and name with a space between; empty when these files never need it. */
    Optional<PickleValue> named(String python);

    /**
     * What calling a thing with arguments gives.
     *
     * @param at byte of the instruction
     * @throws org.espalier.api.EspalierException when these files never call that so
     */
    PickleValue made(PickleValue what, PickleValue arguments, int at);

    /**
     * Gives an object its content.
     *
     * @param at byte of the instruction
     * @throws org.espalier.api.EspalierException when it can have no such content
     */
    void complete(PickleValue object, PickleValue content, int at);

    /**
     * What lies outside of the pickle.
     *
     * @param id says which
     * @param at byte of the instruction
     * @throws org.espalier.api.EspalierException when these files keep nothing outside, or have no such thing
     */
    PickleValue outside(PickleValue id, int at);

    /** What to do about a name that was refused: a sentence without a full stop. */
    default String advice(String python) {
        return "Do not open this file in Python either";
    }
}
