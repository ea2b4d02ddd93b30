/* The kernels of a tier. */
#include "tier.h"

#define ESPALIER_KERNEL(name, parameters) {#name, #parameters, (void (*)(void)) ESPALIER_CODE(name)},
const espalier_kernel ESPALIER_CODE(kernels)[] = {
#include "kernels.def"
    {NULL, NULL, NULL}};
#undef ESPALIER_KERNEL
