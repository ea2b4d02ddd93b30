/*
 * Gradients of weights: sums over positions of the products of two rows, in the 16 lanes and the tree of lanes.h. Four
 * links of an output row are done at a time: its gradient is loaded once for them, and the last two steps of their trees
 * are taken together.
 */
#include "vectors.h"

#include <string.h>

#define LIST_ONE(v) v##0
#define LIST_TWO(v) v##0, v##1
#define LIST_FOUR(v) v##0, v##1, v##2, v##3

/* The first steps of the tree, from 16 lanes in so many vectors to 4; and the last two of four trees. */
#if defined(__AVX512F__) || defined(__AVX2__)

typedef __m128 quarter;

static inline quarter quarter_of_8(__m256 t) {
    return _mm_add_ps(_mm256_castps256_ps128(t), _mm256_extractf128_ps(t, 1));
}

#if defined(__AVX512F__)
static inline quarter quarter_ONE(vector s) {
    return quarter_of_8(_mm256_add_ps(_mm512_castps512_ps256(s), _mm512_extractf32x8_ps(s, 1)));
}
#else
static inline quarter quarter_TWO(vector low, vector high) { return quarter_of_8(_mm256_add_ps(low, high)); }
#endif

static inline quarter add(quarter a, quarter b) { return _mm_add_ps(a, b); }
static inline void store_quarter(float *p, quarter x) { _mm_storeu_ps(p, x); }
static inline quarter load_quarter(const float *p) { return _mm_loadu_ps(p); }

static inline quarter ends_of(quarter a, quarter b, quarter c, quarter d) {
    _MM_TRANSPOSE4_PS(a, b, c, d);
    return _mm_add_ps(_mm_add_ps(a, c), _mm_add_ps(b, d));
}

#else

typedef float32x4_t quarter;

#if defined(__ARM_FEATURE_SVE)
static inline quarter first_4(vector t) {
    float lanes[4];
    svst1_f32(svwhilelt_b32_s32(0, 4), lanes, t);
    return vld1q_f32(lanes);
}

static inline quarter quarter_of_8(vector t) { return first_4(svadd_f32_x(svptrue_b32(), t, svext_f32(t, t, 4))); }

static inline quarter quarter_ONE(vector s) {
    return quarter_of_8(svadd_f32_x(svptrue_b32(), s, svext_f32(s, s, 8)));
}
static inline quarter quarter_TWO(vector low, vector high) {
    return quarter_of_8(svadd_f32_x(svptrue_b32(), low, high));
}
static inline quarter quarter_FOUR(vector a, vector b, vector c, vector d) {
    const svbool_t every = svptrue_b32();
    return first_4(svadd_f32_x(every, svadd_f32_x(every, a, c), svadd_f32_x(every, b, d)));
}
#else
static inline quarter quarter_FOUR(vector a, vector b, vector c, vector d) {
    return vaddq_f32(vaddq_f32(a, c), vaddq_f32(b, d));
}
#endif

static inline quarter add(quarter a, quarter b) { return vaddq_f32(a, b); }
static inline void store_quarter(float *p, quarter x) { vst1q_f32(p, x); }
static inline quarter load_quarter(const float *p) { return vld1q_f32(p); }

static inline quarter ends_of(quarter a, quarter b, quarter c, quarter d) {
    const quarter ac = vzip1q_f32(a, c), bd = vzip1q_f32(b, d);
    const quarter ac_high = vzip2q_f32(a, c), bd_high = vzip2q_f32(b, d);
    const quarter lanes_0 = vzip1q_f32(ac, bd), lanes_1 = vzip2q_f32(ac, bd);
    const quarter lanes_2 = vzip1q_f32(ac_high, bd_high), lanes_3 = vzip2q_f32(ac_high, bd_high);
    return vaddq_f32(vaddq_f32(lanes_0, lanes_2), vaddq_f32(lanes_1, lanes_3));
}

#endif

#define EMPTY(i) vector a##i = all(0.0f), b##i = a##i, c##i = a##i, d##i = a##i;
#define SUMMED(i)                                           \
    {                                                       \
        const vector v = load(y + p + i * VECTOR_LANES);    \
        a##i = fused(v, load(xa + p + i * VECTOR_LANES), a##i); \
        b##i = fused(v, load(xb + p + i * VECTOR_LANES), b##i); \
        c##i = fused(v, load(xc + p + i * VECTOR_LANES), c##i); \
        d##i = fused(v, load(xd + p + i * VECTOR_LANES), d##i); \
    }

/* The sums of the products of a row with four others, where the 16 lanes are so many vectors. */
#define SUMS(COUNT)                                                                                             \
    static inline quarter sums_##COUNT(const float *y, const float *xa, const float *xb, const float *xc,       \
            const float *xd, int32_t width) {                                                                   \
        COUNT(EMPTY)                                                                                            \
        for (ptrdiff_t p = 0; p < width; p += LANES) {                                                          \
            COUNT(SUMMED)                                                                                       \
        }                                                                                                       \
        return ends_of(quarter_##COUNT(LIST_##COUNT(a)), quarter_##COUNT(LIST_##COUNT(b)),                      \
                quarter_##COUNT(LIST_##COUNT(c)), quarter_##COUNT(LIST_##COUNT(d)));                            \
    }

#if defined(__AVX512F__)
SUMS(ONE)
#define SUMS_OF sums_ONE
#elif defined(__AVX2__)
SUMS(TWO)
#define SUMS_OF sums_TWO
#elif defined(__ARM_FEATURE_SVE)
SUMS(ONE)
SUMS(TWO)
SUMS(FOUR)
static inline quarter SUMS_OF(const float *y, const float *xa, const float *xb, const float *xc, const float *xd,
        int32_t width) {
    return VECTOR_LANES == 16  ? sums_ONE(y, xa, xb, xc, xd, width)
           : VECTOR_LANES == 8 ? sums_TWO(y, xa, xb, xc, xd, width)
                               : sums_FOUR(y, xa, xb, xc, xd, width);
}
#else
SUMS(FOUR)
#define SUMS_OF sums_FOUR
#endif

/*
 * Up to four gradients of an output row in a block; from the second block on they are added to what is there.
 * columns: which rows of the input, or NULL for those from first on.
 */
static inline void gradients(const float *y, const float *in, const int32_t *columns, int32_t first, int32_t count,
        int32_t width, int later, float *out) {
    const float *x[4];
    for (int32_t i = 0; i < 4; i++) {
        const int32_t k = i < count ? i : count - 1;
        x[i] = in + (columns == NULL ? first + k : columns[k]) * (ptrdiff_t) width;
    }
    quarter sums = SUMS_OF(y, x[0], x[1], x[2], x[3], width);
    float some[4] = {0.0f};
    float *at = count == 4 ? out : some;
    if (later) {
        memcpy(some, out, (size_t) count * sizeof *out);
        sums = add(load_quarter(at), sums);
    }
    store_quarter(at, sums);
    if (count < 4) {
        memcpy(out, some, (size_t) count * sizeof *out);
    }
}

static inline int32_t at_most_4(int32_t left) { return left < 4 ? left : 4; }

void ESPALIER_CODE(sparse_weight_gradient)(int32_t rows, int32_t columns, const int32_t *row_starts,
        const int32_t *column_indices, int32_t blocks, int32_t width, const float *out_gradient, const float *in,
        float *gradient, int32_t from, int32_t to) {
    for (int32_t block = 0; block < blocks; block++) {
        const float *x = in + row_at(block, columns, 0, width);
        for (int32_t row = from; row < to; row++) {
            const float *y = out_gradient + row_at(block, rows, row, width);
            const int32_t end = row_starts[row + 1];
            for (int32_t k = row_starts[row]; k < end; k += 4) {
                gradients(y, x, column_indices + k, 0, at_most_4(end - k), width, block > 0, gradient + k);
            }
        }
    }
}

void ESPALIER_CODE(dense_weight_gradient)(int32_t rows, int32_t columns, int32_t blocks, int32_t width,
        const float *out_gradient, const float *in, float *gradient, int32_t from, int32_t to) {
    for (int32_t block = 0; block < blocks; block++) {
        const float *x = in + row_at(block, columns, 0, width);
        for (int32_t row = from; row < to; row++) {
            const float *y = out_gradient + row_at(block, rows, row, width);
            float *out = gradient + (ptrdiff_t) (row - from) * columns;
            for (int32_t c = 0; c < columns; c += 4) {
                gradients(y, x, NULL, c, at_most_4(columns - c), width, block > 0, out + c);
            }
        }
    }
}
