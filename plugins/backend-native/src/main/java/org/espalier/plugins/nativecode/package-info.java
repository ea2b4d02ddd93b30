/** The backend in C: the library a bundle carries, and kernels that call it. */
@org.jspecify.annotations.NullMarked
package org.espalier.plugins.nativecode;
