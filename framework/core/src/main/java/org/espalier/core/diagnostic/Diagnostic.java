package org.espalier.core.diagnostic;

/**
 * One mistake.
 *
 * @param id which kind of mistake; its page is {@code docs/errors/ID.md}
 * @param place where it stands
 * @param message what is wrong: one sentence
 * @param hint what to do, or the empty string
 */
public record Diagnostic(DiagnosticId id, Place place, String message, String hint) {}
