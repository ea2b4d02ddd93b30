/* What the library exports: which tier is active, and its kernels. */
#include "espalier_kernels.h"

#include <stddef.h>

#define ESPALIER_KERNEL(name, parameters) espalier_##name espalier_generic_##name;
#include "kernels.def"
#undef ESPALIER_KERNEL

static const espalier_kernel generic[] = {
#define ESPALIER_KERNEL(name, parameters) {#name, #parameters, (void (*)(void)) espalier_generic_##name},
#include "kernels.def"
#undef ESPALIER_KERNEL
    {NULL, NULL, NULL}};

int32_t espalier_abi_version(void) { return ESPALIER_ABI_VERSION; }

const char *espalier_active_tier(void) { return "generic"; }

const espalier_kernel *espalier_active_kernels(void) { return generic; }
