package org.espalier.testkit;

import java.util.Arrays;
import org.espalier.api.loop.GroupView;

/**
 * Groups as a regularizer sees them.
 *
 * @param firsts the first group of each parameter, and the number of groups
 * @param sizes values of each group
 * @param flops of each group
 * @param steps of each group
 */
public record GroupTable(int[] firsts, int[] sizes, double[] flops, double[] steps) implements GroupView {
    /** So many groups of one value each, all of one parameter, with the same step. */
    public static GroupTable ofValues(int count, double step) {
        double[] steps = new double[count];
        Arrays.fill(steps, step);
        int[] sizes = new int[count];
        Arrays.fill(sizes, 1);
        double[] flops = new double[count];
        Arrays.fill(flops, 2);
        return new GroupTable(new int[] {0, count}, sizes, flops, steps);
    }

    /** The same groups with other sizes and two FLOPs a value. */
    public GroupTable withSizes(int... others) {
        return new GroupTable(
                firsts, others, Arrays.stream(others).mapToDouble(s -> 2.0 * s).toArray(), steps);
    }

    /** The same groups, of which each parameter has so many. */
    public GroupTable cut(int... counts) {
        int[] cuts = new int[counts.length + 1];
        for (int i = 0; i < counts.length; i++) {
            cuts[i + 1] = cuts[i] + counts[i];
        }
        return new GroupTable(cuts, sizes, flops, steps);
    }

    /** The same groups with other steps. */
    public GroupTable withSteps(double... others) {
        return new GroupTable(firsts, sizes, flops, others);
    }

    @Override
    public int count() {
        return sizes.length;
    }

    @Override
    public int size(int group) {
        return sizes[group];
    }

    @Override
    public double flops(int group) {
        return flops[group];
    }

    @Override
    public double step(int group) {
        return steps[group];
    }

    @Override
    public int parameters() {
        return firsts.length - 1;
    }

    @Override
    public int first(int parameter) {
        return firsts[parameter];
    }
}
