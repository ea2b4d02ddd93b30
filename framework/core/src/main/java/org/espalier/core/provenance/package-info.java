/** What made a run and its model: the recipe, the bundles, the data, the backend, the software and the machine. */
@org.jspecify.annotations.NullMarked
package org.espalier.core.provenance;
