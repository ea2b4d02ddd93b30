package org.espalier.core.guard;

import org.espalier.api.EspalierException;
import org.espalier.core.catalog.BrokenClass;
import org.espalier.core.catalog.PluginDescriptor;

/** A plugin failed, gave an answer that cannot be used, or took too long. The sentence names bundle, plugin and place. */
public final class PluginFault extends EspalierException {
    private static final long serialVersionUID = 1L;

    private PluginFault(String message, Throwable cause) {
        super(message, cause);
    }

    private PluginFault(String message) {
        super(message);
    }

    /** A call threw something. */
    static PluginFault thrown(Caller caller, String call, Throwable thrown) {
        return new PluginFault(
                ended(caller.subject() + " failed in " + call + ": " + reason(caller.plugin(), thrown)), thrown);
    }

    /** A call gave an answer that breaks its contract. */
    static PluginFault wrong(Caller caller, String call, String answer) {
        return new PluginFault(ended(caller.subject() + " gave a wrong answer in " + call + ": " + answer));
    }

    /**
     * The answer of a part breaks its contract; for checks that the engine makes where it uses the answer.
     *
     * @param part what gave the answer
     * @param kind its word, in case nobody knows who it is
     * @param answer what was given and what is allowed
     */
    public static EspalierException wrong(Object part, String kind, String call, String answer) {
        return Caller.of(part)
                .<EspalierException>map(caller -> wrong(caller, call, answer))
                .orElseGet(() -> new EspalierException(
                        ended("The plugin " + kind + " gave a wrong answer in " + call + ": " + answer)));
    }

    /** A call lasts too long. */
    static PluginFault overdue(Caller caller, String call, String lasted) {
        return new PluginFault(caller.subject() + " has been in " + call + " for " + lasted
                + ", longer than one call may last; the run was ended. If it needs that time, give the run a longer"
                + " limit.");
    }

    /** A call lasts too long, and its thread does not react. */
    static PluginFault abandoned(PluginFault overdue, Thread thread) {
        return new PluginFault(overdue.getMessage() + " Its thread '" + thread.getName()
                + "' ignores interruption and was abandoned; it goes on until the plugin returns or this process"
                + " ends.");
    }

    /** What was thrown belongs to the plugin, so asking it for its text may fail as well. */
    private static String reason(PluginDescriptor plugin, Throwable thrown) {
        try {
            return switch (thrown) {
                case EspalierException e when e.getMessage() != null -> e.getMessage();
                case LinkageError e -> BrokenClass.reason(plugin, e);
                default -> String.valueOf(thrown.toString());
            };
        } catch (Throwable again) {
            return thrown.getClass().getName();
        }
    }

    private static String ended(String sentence) {
        return sentence.endsWith(".") ? sentence : sentence + ".";
    }
}
