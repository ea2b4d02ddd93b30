package org.espalier.core.assembly;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.espalier.api.Dial;
import org.espalier.api.Span;
import org.espalier.api.number.Schedule;
import org.espalier.core.catalog.DialSource;
import org.espalier.core.catalog.PluginFactory;
import org.espalier.core.catalog.PluginServices;
import org.espalier.core.plan.Argument;
import org.espalier.core.plan.PluginUse;
import org.espalier.core.plan.Value;
import org.espalier.core.train.ScheduledDial;

/** Makes the dials of a phase and remembers those that follow its steps, so that the loop can turn them. */
final class DialBoard implements DialSource {
    private final PluginFactory factory;
    private final PluginServices services;
    private final List<ScheduledDial> given = new ArrayList<>();
    private final Map<String, ScheduledDial> named = new HashMap<>();

    /**
     * @param services what schedules may ask for; they have no dials of their own
     */
    DialBoard(PluginFactory factory, PluginServices services) {
        this.factory = factory;
        this.services = services;
    }

    @Override
    public Dial dial(PluginUse schedule) {
        ScheduledDial dial = scheduled(schedule);
        given.add(dial);
        return dial;
    }

    /** The dials that are turned before each step. */
    List<ScheduledDial> given() {
        return List.copyOf(given);
    }

    /** A dial the engine itself reads: from a number or a schedule. */
    ScheduledDial own(Value value) {
        return switch (value) {
            case Value.Num number -> ScheduledDial.fixed(number.value());
            case Value.Part part -> scheduled(part.use());
            case Value.Text text -> throw unexpected(text);
            case Value.Flag flag -> throw unexpected(flag);
            case Value.Time time -> throw unexpected(time);
            case Value.Items items -> throw unexpected(items);
            case Value.Entries entries -> throw unexpected(entries);
        };
    }

    /** A dial the engine reads at every step, which the loop turns with those of plugins. */
    ScheduledDial turned(Value value) {
        ScheduledDial dial = own(value);
        given.add(dial);
        return dial;
    }

    /** Gives a dial a name by which rules find it. */
    ScheduledDial name(String name, ScheduledDial dial) {
        named.put(name, dial);
        return dial;
    }

    /** The dial of a name that was checked. */
    ScheduledDial named(String name) {
        ScheduledDial found = named.get(name);
        if (found == null) {
            throw new IllegalArgumentException("no dial is called " + name);
        }
        return found;
    }

    private static IllegalArgumentException unexpected(Value value) {
        return new IllegalArgumentException(value.place() + ": a number or a schedule was expected, not the "
                + value.typeName() + " " + value.text());
    }

    private ScheduledDial scheduled(PluginUse use) {
        return new ScheduledDial(factory.create(Schedule.class, use, services), span(use, "over"), span(use, "warmup"));
    }

    private static Optional<Span> span(PluginUse use, String option) {
        Argument argument = use.options().get(option);
        return argument != null && argument.value() instanceof Value.Time time
                ? Optional.of(time.value())
                : Optional.empty();
    }
}
