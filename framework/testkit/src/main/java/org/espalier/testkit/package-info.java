/** Contract tests for plugins, and the operations in plain double. */
@org.jspecify.annotations.NullMarked
package org.espalier.testkit;
