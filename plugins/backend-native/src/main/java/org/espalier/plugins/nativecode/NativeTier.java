package org.espalier.plugins.nativecode;

import java.util.Map;

/**
 * The kernels of the library that are made for some processors.
 *
 * @param name as the library calls it, for example {@code avx2}
 * @param kernels by name, as in {@code kernels.def}
 */
record NativeTier(String name, Map<String, NativeKernel> kernels) {}
