@org.jspecify.annotations.NullMarked
package org.espalier.plugins.nativecode;
