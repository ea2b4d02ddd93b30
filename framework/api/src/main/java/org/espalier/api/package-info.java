/** Values shared by every plugin kind: the {@link org.espalier.api.Plugin} annotation, options, random streams, time spans. */
@org.jspecify.annotations.NullMarked
package org.espalier.api;
