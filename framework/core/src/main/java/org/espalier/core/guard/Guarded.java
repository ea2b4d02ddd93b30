package org.espalier.core.guard;

/** A part of a run that stands for a plugin. */
public interface Guarded {
    /** The plugin it stands for. */
    Caller caller();
}
