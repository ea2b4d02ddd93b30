package org.espalier.core.train;

/**
 * How parameters differ from others in an optimizer's step.
 *
 * @param rateTimes what the learning rate is multiplied by
 * @param decays whether weight decay applies to its weights; vectors never decay
 */
public record ParameterGroup(double rateTimes, boolean decays) {
    /** Where a recipe says nothing. */
    public static final ParameterGroup USUAL = new ParameterGroup(1, true);

    /** The same without weight decay. */
    ParameterGroup undecayed() {
        return new ParameterGroup(rateTimes, false);
    }

    /** For people: how it differs from the usual one. */
    String text() {
        String rate = rateTimes == 1 ? "" : "learning rate times " + rateTimes;
        String decay = decays ? "" : "no weight decay";
        return rate + (rate.isEmpty() || decay.isEmpty() ? "" : ", ") + decay;
    }
}
