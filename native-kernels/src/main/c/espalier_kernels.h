/*
 * The binary interface of the native kernels. What a kernel computes, and in which order of arithmetic, is defined by
 * org.espalier.api.backend.Kernels. Kernels keep no state, allocate nothing, check nothing and may be called by several
 * threads at once.
 */
#ifndef ESPALIER_KERNELS_H
#define ESPALIER_KERNELS_H

#include <stdint.h>

/* Rises whenever a signature, a constant or a structure of this interface changes. */
#define ESPALIER_ABI_VERSION 2

#define ESPALIER_EXPORT __attribute__((visibility("default")))

/* The ordinals of org.espalier.api.graph.Activation. Products know ESPALIER_NONE and ESPALIER_RELU only. */
enum {
    ESPALIER_NONE = 0,
    ESPALIER_RELU = 1,
    ESPALIER_LEAKY_RELU = 2,
    ESPALIER_TANH = 3,
    ESPALIER_SIGMOID = 4,
    ESPALIER_SILU = 5,
    ESPALIER_GELU = 6,
    ESPALIER_ELU = 7,
    ESPALIER_SOFTPLUS = 8
};

/* For each kernel its function type: espalier_sparse_product, … */
#define ESPALIER_KERNEL(name, parameters) typedef void espalier_##name parameters;
#include "kernels.def"
#undef ESPALIER_KERNEL

/* A kernel of a tier. */
typedef struct {
    const char *name;       /* as in kernels.def; NULL ends a table */
    const char *parameters; /* as in kernels.def, with the parentheses */
    void (*code)(void);     /* to be cast to the function type of its name */
} espalier_kernel;

/* The kernels made for a kind of processors. */
typedef struct {
    const char *name; /* NULL ends a table */
    const espalier_kernel *kernels;
} espalier_tier;

/* The version the library was built with; a caller refuses any other than its own. */
ESPALIER_EXPORT int32_t espalier_abi_version(void);

/* The tiers the library was built with, the slowest first. The table lives as long as the library. */
ESPALIER_EXPORT const espalier_tier *espalier_tiers(void);

/* The number of the last tier this processor runs; it runs all before it as well. */
ESPALIER_EXPORT int32_t espalier_best_tier(void);

/* What a report says of this processor beside the name of its best tier, or an empty text. */
ESPALIER_EXPORT const char *espalier_remark(void);

#endif
