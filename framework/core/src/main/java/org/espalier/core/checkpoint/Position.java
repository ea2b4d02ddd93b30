package org.espalier.core.checkpoint;

/**
 * Where in a run a checkpoint stands.
 *
 * @param phase name of the phase
 * @param number which phase it is, from 0
 * @param step steps of that phase that are done
 * @param scheduled whether the recipe's schedule asked for it; otherwise it was written because the run was ending
 */
public record Position(String phase, int number, long step, boolean scheduled) {
    /** For example {@code step 500 of phase 'train'}. */
    public String text() {
        return "step " + step + " of phase '" + phase + "'";
    }
}
