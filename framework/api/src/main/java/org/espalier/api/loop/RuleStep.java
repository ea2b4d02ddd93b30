package org.espalier.api.loop;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** What a {@link Rule} sees of a step. */
@ProviderType
public interface RuleStep {
    /** The number of the step in its phase, from 0; at the end of an epoch, how many steps the phase has made. */
    long step();

    /** How many steps the phase has. */
    long steps();

    /**
     * The mean loss of the step's batches, at the end of an epoch that of its steps; NaN before the forward pass.
     */
    double loss();

    /**
     * What was measured on the validation examples at the end of an epoch.
     *
     * @param metric {@code loss}, or a metric of the run
     * @throws org.espalier.api.EspalierException when the run does not measure it, at another point, or when
     *     {@link Rule#measures} does not say so
     */
    double measured(String metric);

    /** The parameters of the layers the recipe selects, in the order of the network; none at the end of an epoch. */
    List<RuleParameter> parameters();

    /** The value in force of the dial the recipe names. */
    double dial();

    /**
     * Takes over the dial: it has this value until the rule says another; its schedule is not asked any more.
     *
     * @param value finite and at least 0
     * @throws org.espalier.api.EspalierException when the rule does not own {@link Claim#DIAL}
     */
    void turn(double value);

    /** What the rule remembers, {@code [numbers()]}; to be read and written in place. */
    double[] numbers();

    /**
     * Computes loss and gradients of the step once more, after the backward pass: of the same batches and with the same noise, at
     * the values that were put since. Then values are what they were, bit for bit; the selected layers have the new gradients,
     * and all others, and running statistics, keep what the step found.
     *
     * @return the loss, as {@link #loss}
     * @throws org.espalier.api.EspalierException at another point, or more often than {@link Rule#passes} says
     */
    double gradientsAgain();

    /**
     * Computes the loss of the step once more, as {@link #gradientsAgain}, and leaves all gradients as they are.
     *
     * @return the loss, as {@link #loss}
     * @throws org.espalier.api.EspalierException at another point, or more often than {@link Rule#passes} says
     */
    double lossAgain();

    /** A key of its own for this rule and step, for {@link org.espalier.api.RandomStream#bits(long, long)}. */
    long key();
}
