/**
 * Checkpoints: everything that decides the future of a run, in an open format with a digest of every part. Whatever has
 * state says so with {@link org.espalier.core.checkpoint.RunState}.
 */
@org.jspecify.annotations.NullMarked
package org.espalier.core.checkpoint;
