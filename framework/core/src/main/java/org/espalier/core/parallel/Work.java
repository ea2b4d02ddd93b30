package org.espalier.core.parallel;

/** Work cut into chunks that need nothing of each other, so their order and the threads they run on do not matter. */
@FunctionalInterface
public interface Work {
    /**
     * Does one chunk.
     *
     * @param chunk its number, from 0
     */
    void run(int chunk);
}
