/* What the library exports: its tiers with their kernels, and which of them this processor runs. */
#include "espalier_kernels.h"
#include "processor.h"

#include <stddef.h>

/* Of the tiers that were built the compiler is told ESPALIER_HAS_name. */
extern const espalier_kernel espalier_generic_kernels[];
extern const espalier_kernel espalier_avx2_kernels[];
extern const espalier_kernel espalier_avx512_kernels[];
extern const espalier_kernel espalier_neon_kernels[];
extern const espalier_kernel espalier_sve_kernels[];

static const espalier_tier tiers[] = {
    {"generic", espalier_generic_kernels},
#ifdef ESPALIER_HAS_avx2
    {"avx2", espalier_avx2_kernels},
#endif
#ifdef ESPALIER_HAS_avx512
    {"avx512", espalier_avx512_kernels},
#endif
#ifdef ESPALIER_HAS_neon
    {"neon", espalier_neon_kernels},
#endif
#ifdef ESPALIER_HAS_sve
    {"sve", espalier_sve_kernels},
#endif
    {NULL, NULL}};

int32_t espalier_abi_version(void) { return ESPALIER_ABI_VERSION; }

const espalier_tier *espalier_tiers(void) { return tiers; }

int32_t espalier_best_tier(void) {
    int32_t best = 0;
    while (tiers[best + 1].name != NULL && espalier_processor_runs(tiers[best + 1].name)) {
        best++;
    }
    return best;
}

const char *espalier_remark(void) { return espalier_processor_remark(tiers[espalier_best_tier()].name); }
