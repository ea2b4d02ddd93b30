/** The operations once more, in plain double and without any cleverness: what float kernels are measured against. */
@org.jspecify.annotations.NullMarked
package org.espalier.testkit.reference;
