/*
 * The vectors of a tier, as few operations as the kernels beside this file need. Lanes are those of one vector; every
 * width of a panel is a multiple of LANES, which is one, two or four vectors.
 */
#ifndef ESPALIER_VECTORS_H
#define ESPALIER_VECTORS_H

#include "tier.h"

#if defined(__AVX512F__)
#include <immintrin.h>

typedef __m512 vector;
#define VECTOR_LANES 16
#define MANY_REGISTERS 1

static inline vector load(const float *p) { return _mm512_loadu_ps(p); }
static inline void store(float *p, vector x) { _mm512_storeu_ps(p, x); }
static inline vector all(float x) { return _mm512_set1_ps(x); }
static inline vector fused(vector a, vector b, vector sum) { return _mm512_fmadd_ps(a, b, sum); }
/* +0 where x is not above 0, NaN apart. */
static inline vector relu(vector x) {
    return _mm512_maskz_mov_ps(_mm512_cmp_ps_mask(x, _mm512_setzero_ps(), _CMP_NLE_UQ), x);
}
/* +0 where the mask is not above 0, and where it is NaN. */
static inline vector where_positive(vector mask, vector x) {
    return _mm512_maskz_mov_ps(_mm512_cmp_ps_mask(mask, _mm512_setzero_ps(), _CMP_GT_OQ), x);
}

#elif defined(__AVX2__)
#include <immintrin.h>

typedef __m256 vector;
#define VECTOR_LANES 8
#define MANY_REGISTERS 0

static inline vector load(const float *p) { return _mm256_loadu_ps(p); }
static inline void store(float *p, vector x) { _mm256_storeu_ps(p, x); }
static inline vector all(float x) { return _mm256_set1_ps(x); }
static inline vector fused(vector a, vector b, vector sum) { return _mm256_fmadd_ps(a, b, sum); }
static inline vector relu(vector x) {
    return _mm256_and_ps(x, _mm256_cmp_ps(x, _mm256_setzero_ps(), _CMP_NLE_UQ));
}
static inline vector where_positive(vector mask, vector x) {
    return _mm256_and_ps(x, _mm256_cmp_ps(mask, _mm256_setzero_ps(), _CMP_GT_OQ));
}

#elif defined(__ARM_FEATURE_SVE)
#include <arm_neon.h>
#include <arm_sve.h>

typedef svfloat32_t vector;
#define VECTOR_LANES ((ptrdiff_t) svcntw())
#define MANY_REGISTERS 1

static inline vector load(const float *p) { return svld1_f32(svptrue_b32(), p); }
static inline void store(float *p, vector x) { svst1_f32(svptrue_b32(), p, x); }
static inline vector all(float x) { return svdup_n_f32(x); }
static inline vector fused(vector a, vector b, vector sum) { return svmla_f32_x(svptrue_b32(), sum, a, b); }
static inline vector relu(vector x) { return svdup_n_f32_m(x, svcmple_n_f32(svptrue_b32(), x, 0.0f), 0.0f); }
static inline vector where_positive(vector mask, vector x) {
    return svsel_f32(svcmpgt_n_f32(svptrue_b32(), mask, 0.0f), x, svdup_n_f32(0.0f));
}

#else
#include <arm_neon.h>

typedef float32x4_t vector;
#define VECTOR_LANES 4
#define MANY_REGISTERS 1

static inline vector load(const float *p) { return vld1q_f32(p); }
static inline void store(float *p, vector x) { vst1q_f32(p, x); }
static inline vector all(float x) { return vdupq_n_f32(x); }
static inline vector fused(vector a, vector b, vector sum) { return vfmaq_f32(sum, a, b); }
static inline vector relu(vector x) {
    return vreinterpretq_f32_u32(vbicq_u32(vreinterpretq_u32_f32(x), vcleq_f32(x, vdupq_n_f32(0.0f))));
}
static inline vector where_positive(vector mask, vector x) {
    return vreinterpretq_f32_u32(vandq_u32(vreinterpretq_u32_f32(x), vcgtq_f32(mask, vdupq_n_f32(0.0f))));
}

#endif

/* Says something for each vector a kernel keeps in registers: SVE has vectors in neither arrays nor structures. */
#define ONE(SAY) SAY(0)
#define TWO(SAY) ONE(SAY) SAY(1)
#define FOUR(SAY) TWO(SAY) SAY(2) SAY(3)
#define EIGHT(SAY) FOUR(SAY) SAY(4) SAY(5) SAY(6) SAY(7)

#endif
