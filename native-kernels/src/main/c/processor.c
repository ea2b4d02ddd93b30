#include "processor.h"

#include <string.h>

#if defined(__x86_64__)

int espalier_processor_runs(const char *tier) {
    __builtin_cpu_init();
    int fma = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
    if (strcmp(tier, "avx2") == 0) {
        return fma;
    }
    return strcmp(tier, "avx512") == 0 && fma && __builtin_cpu_supports("avx512f") &&
           __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512dq") &&
           __builtin_cpu_supports("avx512vl");
}

const char *espalier_processor_remark(const char *tier) {
    __builtin_cpu_init();
    return strcmp(tier, "avx512") == 0 && __builtin_cpu_supports("avx512bf16") ? "bf16 dot products at hand" : "";
}

#elif defined(__aarch64__) && defined(__linux__)
#include <asm/hwcap.h>
#include <sys/auxv.h>
#include <sys/prctl.h>

/* Bits of an SVE vector of this process; 0 where there are none. */
static int sve_bits(void) {
    int answer = (getauxval(AT_HWCAP) & HWCAP_SVE) == 0 ? -1 : prctl(PR_SVE_GET_VL);
    return answer < 0 ? 0 : 8 * (answer & PR_SVE_VL_LEN_MASK);
}

/* Vectors of 384 bits do not divide the 16 lanes of a sum, and longer ones than 512 would hold more than those. */
int espalier_processor_runs(const char *tier) {
    int bits = sve_bits();
    return strcmp(tier, "neon") == 0 || (strcmp(tier, "sve") == 0 && (bits == 128 || bits == 256 || bits == 512));
}

const char *espalier_processor_remark(const char *tier) {
    if (strcmp(tier, "sve") != 0) {
        return "";
    }
    int bits = sve_bits();
    return bits == 128 ? "128-bit vectors" : bits == 256 ? "256-bit vectors" : "512-bit vectors";
}

#else

int espalier_processor_runs(const char *tier) {
#if defined(__aarch64__)
    return strcmp(tier, "neon") == 0;
#else
    (void) tier;
    return 0;
#endif
}

const char *espalier_processor_remark(const char *tier) {
    (void) tier;
    return "";
}

#endif
