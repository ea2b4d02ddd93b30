/*
 * The transcendental functions of org.espalier.api.backend.DefinedMath, operation by operation. Constants are those of
 * that class; the scheme is that of the Cephes library (S. Moshier).
 */
#ifndef ESPALIER_DEFINED_MATH_H
#define ESPALIER_DEFINED_MATH_H

#include <math.h>
#include <stdint.h>
#include <string.h>

static inline uint32_t bits_of(float x) {
    uint32_t bits;
    memcpy(&bits, &x, sizeof bits);
    return bits;
}

static inline float float_of(uint32_t bits) {
    float x;
    memcpy(&x, &bits, sizeof x);
    return x;
}

/* NaN if one is. Of two zeros either may come out: no loss and no gradient shows which. */
static inline float larger(float a, float b) { return a >= b || a != a ? a : b; }

static inline float defined_exp(float x) {
    const float low = -87.3f;
    const float high = 88.3f;
    const float round = 12582912.0f; /* 1.5 · 2^23 */
    float c = x < low ? low : x > high ? high : x;
    float rounded = fmaf(c, 1.44269504f, round);
    float n = rounded - round;
    float r = fmaf(n, 2.12194440e-4f, fmaf(n, -0.693359375f, c));
    float p = 1.9875691500e-4f;
    p = fmaf(p, r, 1.3981999507e-3f);
    p = fmaf(p, r, 8.3334519073e-3f);
    p = fmaf(p, r, 4.1665795894e-2f);
    p = fmaf(p, r, 1.6666665459e-1f);
    p = fmaf(p, r, 5.0000001201e-1f);
    p = fmaf(p, r * r, r) + 1.0f;
    /* The lowest bits of rounded are the integer n; shifted into the exponent of 1 they make 2^n. */
    return p * float_of((bits_of(rounded) << 23) + 0x3F800000u);
}

/* For positive normal numbers; NaN for NaN and infinity. */
static inline float defined_log(float x) {
    uint32_t bits = bits_of(x);
    int32_t exponent = (int32_t) (bits >> 23) - 126;
    float mantissa = float_of((bits & 0x007FFFFFu) | 0x3F000000u);
    if (mantissa < 0.707106781186547524f) {
        exponent -= 1;
        mantissa = mantissa + mantissa;
    }
    float f = mantissa - 1.0f;
    float e = (float) exponent;
    float p = 7.0376836292e-2f;
    p = fmaf(p, f, -1.1514610310e-1f);
    p = fmaf(p, f, 1.1676998740e-1f);
    p = fmaf(p, f, -1.2420140846e-1f);
    p = fmaf(p, f, 1.4249322787e-1f);
    p = fmaf(p, f, -1.6668057665e-1f);
    p = fmaf(p, f, 2.0000714765e-1f);
    p = fmaf(p, f, -2.4999993993e-1f);
    p = fmaf(p, f, 3.3333331174e-1f);
    float square = f * f;
    float y = p * f * square;
    y = fmaf(e, -2.12194440e-4f, y);
    y = fmaf(-0.5f, square, y);
    return fmaf(e, 0.693359375f, f + y) + x * 0.0f;
}

static inline float defined_softplus(float x) { return larger(x, 0.0f) + defined_log(1.0f + defined_exp(-fabsf(x))); }

static inline float defined_sigmoid(float x) { return 1.0f / (1.0f + defined_exp(-x)); }

static inline float defined_tanh(float x) {
    float size = fabsf(x);
    if (size < 0.625f) {
        float square = x * x;
        float p = -5.70498872745e-3f;
        p = fmaf(p, square, 2.06390887954e-2f);
        p = fmaf(p, square, -5.37397155531e-2f);
        p = fmaf(p, square, 1.33314422036e-1f);
        p = fmaf(p, square, -3.33332819422e-1f);
        return x * fmaf(p, square, 1.0f);
    }
    float y = 1.0f - 2.0f / (defined_exp(size + size) + 1.0f);
    return x < 0.0f ? -y : y;
}

static inline float bell(float x) { return defined_exp(-0.5f * x * x); }

static inline float defined_normal(float x) {
    float u = 1.0f / fmaf(fabsf(x), 0.28f, 1.0f);
    float p = -0.10580839216709137f;
    p = fmaf(p, u, 0.3898746073246002f);
    p = fmaf(p, u, -0.23699446022510529f);
    p = fmaf(p, u, 0.2689109444618225f);
    p = fmaf(p, u, 0.06749644130468369f);
    p = fmaf(p, u, 0.11652082949876785f);
    float tail = bell(x) * (p * u);
    return x < 0.0f ? tail : 1.0f - tail;
}

static inline float defined_density(float x) { return bell(x) * 0.3989422804f; }

#endif
