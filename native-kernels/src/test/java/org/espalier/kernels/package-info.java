@org.jspecify.annotations.NullMarked
package org.espalier.kernels;
