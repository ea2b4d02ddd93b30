package org.espalier.core.plan;

import java.util.List;
import java.util.Locale;
import org.espalier.core.diagnostic.Place;

/**
 * What a run must reach.
 *
 * @param metric {@code sparsity}, {@code links}, one of {@link #OF_EXPERTS}, or the name of a metric plugin
 * @param of for sparsity and links: layers ({@code *} stands for any characters; {@code *} alone: the whole network); else
 *     empty
 * @param on {@code train}, {@code validation} or {@code test} for measured values; else empty
 * @param comparison how to compare
 * @param wanted with what
 * @param place where it stands
 */
public record Expectation(String metric, String of, String on, Comparison comparison, double wanted, Place place) {
    /** What the expert that sees most positions sees, over what an expert sees in the mean; 1 when all see as many. */
    public static final String EXPERT_LOAD = "expert-load";

    /** How many experts see a position, in the mean. */
    public static final String EXPERTS_USED = "experts-used";

    /** The share of the ways of positions to experts that were dropped for want of room. */
    public static final String ROUTES_DROPPED = "routes-dropped";

    /** What is measured of every mixture of experts, without a plugin. */
    public static final List<String> OF_EXPERTS = List.of(EXPERT_LOAD, EXPERTS_USED, ROUTES_DROPPED);

    /** How a measured value is compared with the wanted one. */
    public enum Comparison {
        ABOVE,
        BELOW,
        AT_LEAST,
        AT_MOST;

        public boolean holds(double measured, double wanted) {
            return switch (this) {
                case ABOVE -> measured > wanted;
                case BELOW -> measured < wanted;
                case AT_LEAST -> measured >= wanted;
                case AT_MOST -> measured <= wanted;
            };
        }

        /** For people: {@code at least}. */
        public String words() {
            return name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }
    }
}
