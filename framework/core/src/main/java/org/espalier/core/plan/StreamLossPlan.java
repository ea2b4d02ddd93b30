package org.espalier.core.plan;

/**
 * What a phase learns of further data in each step.
 *
 * @param loss a plugin of kind {@code loss}
 * @param on the name of the data
 * @param weight what its gradient is multiplied by: a number, or a plugin of kind {@code schedule}
 */
public record StreamLossPlan(PluginUse loss, Value.Text on, Value weight) {}
