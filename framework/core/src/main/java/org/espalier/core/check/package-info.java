/** What can be told about a plan before anything of it runs. */
@org.jspecify.annotations.NullMarked
package org.espalier.core.check;
