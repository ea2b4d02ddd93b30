package org.espalier.core.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.espalier.api.loop.GroupView;
import org.espalier.core.channel.ChannelMask;
import org.espalier.core.model.Network;
import org.espalier.core.model.TrainedWeight;
import org.espalier.core.plan.Groups;
import org.espalier.core.storage.WeightStore;

/** The groups of some parameters as they are stored now, and the parts their values are worked on in. */
final class GroupedValues implements GroupView {
    private static final double FLOPS = 2;

    private final List<GroupLayout> layouts = new ArrayList<>();
    private final List<GroupPart> parts = new ArrayList<>();
    private final int[] firsts;
    private final int[] sizes;
    private final double[] flopsOfValue;
    private final double[] rates;
    private double step;

    /**
     * @param parameters names, in the order of the network
     * @param heads rows of a head of each parameter, when groups are heads
     * @param rates what the learning rate of each is multiplied by
     * @param compares whether groups are compared with what they were
     */
    GroupedValues(
            Network network,
            List<String> parameters,
            double[] rates,
            Groups kind,
            List<Integer> heads,
            Optional<AveragedValues.Offsets> average,
            boolean compares) {
        this.rates = rates;
        this.firsts = new int[parameters.size() + 1];
        this.flopsOfValue = new double[parameters.size()];
        for (WeightStore parameter : network.parameters()) {
            if (parameters.contains(parameter.shape().name())) {
                int at = layouts.size();
                int height = kind == Groups.HEAD ? heads.get(at) : 1;
                add(new GroupLayout(parameter, kind, height, firsts[at]), average, compares);
            }
        }
        for (TrainedWeight weight : network.weights()) {
            int at = parameters.indexOf(weight.shape().name());
            if (at >= 0) {
                flopsOfValue[at] = FLOPS * weight.spec().uses();
            }
        }
        this.sizes = new int[count()];
        parts.forEach(part -> part.countInto(sizes));
    }

    private void add(GroupLayout layout, Optional<AveragedValues.Offsets> average, boolean compares) {
        flopsOfValue[layouts.size()] = FLOPS;
        layouts.add(layout);
        firsts[layouts.size()] = Math.addExact(layout.first(), layout.count());
        int[] bounds = ParameterPart.bounds(layout.parameter().count());
        for (int i = 1; i < bounds.length; i++) {
            parts.add(new GroupPart(layout, average, compares, bounds[i - 1], bounds[i]));
        }
    }

    /** In an order that does not depend on threads. */
    List<GroupPart> parts() {
        return parts;
    }

    GroupLayout layout(int parameter) {
        return layouts.get(parameter);
    }

    /** The groups a mask keeps; {@code [count()]}. */
    boolean[] keptBy(ChannelMask mask) {
        boolean[] kept = new boolean[count()];
        for (int p = 0; p < layouts.size(); p++) {
            for (int i = 0; i < layouts.get(p).count(); i++) {
                kept[firsts[p] + i] = layouts.get(p).keeps(mask, i);
            }
        }
        return kept;
    }

    /** Says what {@link #step(int)} is where a parameter has no learning rate of its own. */
    void step(double newStep) {
        step = newStep;
    }

    /** For people: the parameter a group belongs to, and its number there. */
    String text(int group) {
        int parameter = parameter(group);
        return "group " + (group - firsts[parameter]) + " of "
                + layouts.get(parameter).parameter().shape().name();
    }

    @Override
    public int count() {
        return firsts[firsts.length - 1];
    }

    @Override
    public int size(int group) {
        return sizes[group];
    }

    @Override
    public double flops(int group) {
        return sizes[group] * flopsOfValue[parameter(group)];
    }

    @Override
    public double step(int group) {
        return step * rates[parameter(group)];
    }

    @Override
    public int parameters() {
        return layouts.size();
    }

    @Override
    public int first(int parameter) {
        return firsts[parameter];
    }

    private int parameter(int group) {
        int found = Arrays.binarySearch(firsts, group);
        return found >= 0 ? last(found) : -found - 2;
    }

    /** Of parameters without a group, which begin where the next does, the one that has it. */
    private int last(int found) {
        int parameter = found;
        while (parameter + 1 < firsts.length - 1 && firsts[parameter + 1] == firsts[parameter]) {
            parameter++;
        }
        return parameter;
    }
}
