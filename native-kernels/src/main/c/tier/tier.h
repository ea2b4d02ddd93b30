/*
 * What the sources of a tier share. They are compiled once per tier, with -DESPALIER_TIER=name and the flags of its
 * processors; ESPALIER_CODE(row_sums) is then espalier_name_row_sums.
 */
#ifndef ESPALIER_TIER_H
#define ESPALIER_TIER_H

#include "espalier_kernels.h"

#include <float.h>
#include <stddef.h>

#ifdef __FAST_MATH__
#error "The order of arithmetic is part of the contract: compile without -ffast-math."
#endif
_Static_assert(FLT_EVAL_METHOD == 0, "float arithmetic has to be done in float: compile for SSE2 or another such unit");

#define ESPALIER_JOIN(tier, name) espalier_##tier##_##name
#define ESPALIER_JOIN_EXPANDED(tier, name) ESPALIER_JOIN(tier, name)
#define ESPALIER_CODE(name) ESPALIER_JOIN_EXPANDED(ESPALIER_TIER, name)

#define ESPALIER_KERNEL(name, parameters) espalier_##name ESPALIER_CODE(name);
#include "kernels.def"
#undef ESPALIER_KERNEL

extern const espalier_kernel ESPALIER_CODE(kernels)[];

/* Lanes of a sum over positions, whatever the vectors; every width is a multiple of it. */
#define LANES 16

/* Floats from the start of a plane to a feature of a block: planes are [blocks][features][width]. */
static inline ptrdiff_t row_at(int32_t block, int32_t features, int32_t feature, int32_t width) {
    return ((ptrdiff_t) block * features + feature) * width;
}

#endif
