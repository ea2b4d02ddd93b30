/** Files the engine reads and writes itself: tensors at rest, and public data sets found, checked and downloaded. */
@org.jspecify.annotations.NullMarked
package org.espalier.core.files;
