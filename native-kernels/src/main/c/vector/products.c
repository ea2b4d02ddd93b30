/*
 * Products of a matrix with a plane: the sums of a row and some vectors of positions, or of four rows, stay in registers
 * while the columns pass, and those positions of the input stay close to the processor while all rows pass over them.
 */
#include "vectors.h"

/* What sums start from and what is done to them at the end; out and mask at the block's first of these positions. */
typedef struct {
    float *out;
    const float *bias;
    const float *mask;
    int relu;
    int add;
} ends;

static inline vector start(const ends *e, int32_t row, ptrdiff_t place) {
    return e->add ? load(e->out + place) : all(e->bias == NULL ? 0.0f : e->bias[row]);
}

static inline void finish(const ends *e, ptrdiff_t place, vector x) {
    if (e->relu) {
        x = relu(x);
    }
    if (e->mask != NULL) {
        x = where_positive(load(e->mask + place), x);
    }
    store(e->out + place, x);
}

static inline ends at(ends e, ptrdiff_t place) {
    e.out += place;
    if (e.mask != NULL) {
        e.mask += place;
    }
    return e;
}

typedef struct {
    const int32_t *row_starts;
    const int32_t *columns;
    const float *values;
    int32_t from;
    int32_t to;
} links;

#define STARTED(i) vector a##i = start(&e, row, y + i * VECTOR_LANES);
#define ADDED(i) a##i = fused(w, load(x + i * VECTOR_LANES), a##i);
#define FINISHED(i) finish(&e, y + i * VECTOR_LANES, a##i);

/* All links with so many vectors of positions. */
#define SPARSE(COUNT)                                                                            \
    static void sparse_##COUNT(const links *m, const float *in, ptrdiff_t width, const ends e) { \
        for (int32_t row = m->from; row < m->to; row++) {                                        \
            const ptrdiff_t y = row * width;                                                     \
            const int32_t end = m->row_starts[row + 1];                                          \
            COUNT(STARTED)                                                                       \
            for (int32_t k = m->row_starts[row]; k < end; k++) {                                 \
                const float *x = in + m->columns[k] * width;                                     \
                const vector w = all(m->values[k]);                                              \
                COUNT(ADDED)                                                                     \
            }                                                                                    \
            COUNT(FINISHED)                                                                      \
        }                                                                                        \
    }

SPARSE(EIGHT)
SPARSE(FOUR)
SPARSE(TWO)
SPARSE(ONE)

void ESPALIER_CODE(sparse_product)(int32_t rows, int32_t columns, const int32_t *row_starts,
        const int32_t *column_indices, const float *values, int32_t blocks, int32_t width, const float *in, float *out,
        const float *bias, int32_t activation, const float *mask, uint8_t add, int32_t from, int32_t to) {
    const ends e = {out, bias, mask, activation == ESPALIER_RELU, add};
    const links m = {row_starts, column_indices, values, from, to};
    for (int32_t block = 0; block < blocks; block++) {
        const float *x = in + row_at(block, columns, 0, width);
        const ptrdiff_t y = row_at(block, rows, 0, width);
        ptrdiff_t p = 0;
        while (p < width) {
            const ptrdiff_t vectors = (width - p) / VECTOR_LANES;
            if (vectors >= 8) {
                sparse_EIGHT(&m, x + p, width, at(e, y + p));
                p += 8 * VECTOR_LANES;
            } else if (vectors >= 4) {
                sparse_FOUR(&m, x + p, width, at(e, y + p));
                p += 4 * VECTOR_LANES;
            } else if (vectors >= 2) {
                sparse_TWO(&m, x + p, width, at(e, y + p));
                p += 2 * VECTOR_LANES;
            } else {
                sparse_ONE(&m, x + p, width, at(e, y + p));
                p += VECTOR_LANES;
            }
        }
    }
}

/* A dense matrix or its transpose: row_step and column_step floats lead to the next row and column. */
typedef struct {
    const float *weight;
    ptrdiff_t row_step;
    ptrdiff_t column_step;
    int32_t columns;
    int32_t from;
    int32_t to;
} grid;

#define STARTED_4(i)                                       \
    vector a##i = start(&e, r0, y0 + i * VECTOR_LANES); \
    vector b##i = start(&e, r1, y1 + i * VECTOR_LANES); \
    vector c##i = start(&e, r2, y2 + i * VECTOR_LANES); \
    vector d##i = start(&e, r3, y3 + i * VECTOR_LANES);
#define ADDED_4(i)                                     \
    {                                                  \
        const vector v = load(x + i * VECTOR_LANES);   \
        a##i = fused(wa, v, a##i);                     \
        b##i = fused(wb, v, b##i);                     \
        c##i = fused(wc, v, c##i);                     \
        d##i = fused(wd, v, d##i);                     \
    }
#define FINISHED_4(i)                          \
    finish(&e, y0 + i * VECTOR_LANES, a##i); \
    finish(&e, y1 + i * VECTOR_LANES, b##i); \
    finish(&e, y2 + i * VECTOR_LANES, c##i); \
    finish(&e, y3 + i * VECTOR_LANES, d##i);

/* Four rows at a time; where fewer are left, the last one is computed several times and stored as often. */
#define DENSE(COUNT)                                                                            \
    static void dense_##COUNT(const grid *m, const float *in, ptrdiff_t width, const ends e) {  \
        for (int32_t r0 = m->from; r0 < m->to; r0 += 4) {                                       \
            const int32_t last = m->to - 1;                                                     \
            const int32_t r1 = r0 + 1 < last ? r0 + 1 : last;                                   \
            const int32_t r2 = r0 + 2 < last ? r0 + 2 : last;                                   \
            const int32_t r3 = r0 + 3 < last ? r0 + 3 : last;                                   \
            const ptrdiff_t y0 = r0 * width, y1 = r1 * width, y2 = r2 * width, y3 = r3 * width; \
            const float *w0 = m->weight + r0 * m->row_step;                                     \
            const float *w1 = m->weight + r1 * m->row_step;                                     \
            const float *w2 = m->weight + r2 * m->row_step;                                     \
            const float *w3 = m->weight + r3 * m->row_step;                                     \
            const float *x = in;                                                                \
            COUNT(STARTED_4)                                                                    \
            for (int32_t column = 0; column < m->columns; column++) {                           \
                const vector wa = all(*w0), wb = all(*w1), wc = all(*w2), wd = all(*w3);        \
                COUNT(ADDED_4)                                                                  \
                w0 += m->column_step;                                                           \
                w1 += m->column_step;                                                           \
                w2 += m->column_step;                                                           \
                w3 += m->column_step;                                                           \
                x += width;                                                                     \
            }                                                                                   \
            COUNT(FINISHED_4)                                                                   \
        }                                                                                       \
    }

#if MANY_REGISTERS
DENSE(FOUR)
#endif
DENSE(TWO)
DENSE(ONE)

static void dense(const grid *m, int32_t rows, int32_t blocks, int32_t width, const float *in, const ends *e) {
    for (int32_t block = 0; block < blocks; block++) {
        const float *x = in + row_at(block, m->columns, 0, width);
        const ptrdiff_t y = row_at(block, rows, 0, width);
        ptrdiff_t p = 0;
        while (p < width) {
            const ptrdiff_t vectors = (width - p) / VECTOR_LANES;
#if MANY_REGISTERS
            if (vectors >= 4) {
                dense_FOUR(m, x + p, width, at(*e, y + p));
                p += 4 * VECTOR_LANES;
                continue;
            }
#endif
            if (vectors >= 2) {
                dense_TWO(m, x + p, width, at(*e, y + p));
                p += 2 * VECTOR_LANES;
            } else {
                dense_ONE(m, x + p, width, at(*e, y + p));
                p += VECTOR_LANES;
            }
        }
    }
}

void ESPALIER_CODE(dense_product)(const float *weight, int32_t rows, int32_t columns, int32_t blocks, int32_t width,
        const float *in, float *out, const float *bias, int32_t activation, const float *mask, uint8_t add,
        int32_t from, int32_t to) {
    const ends e = {out, bias, mask, activation == ESPALIER_RELU, add};
    const grid m = {weight, columns, 1, columns, from, to};
    dense(&m, rows, blocks, width, in, &e);
}

void ESPALIER_CODE(dense_transposed_product)(const float *weight, int32_t rows, int32_t columns, int32_t blocks,
        int32_t width, const float *out_gradient, float *in_gradient, const float *mask, uint8_t add, int32_t from,
        int32_t to) {
    const ends e = {in_gradient, NULL, mask, 0, add};
    const grid m = {weight, 1, columns, rows, from, to};
    dense(&m, columns, blocks, width, out_gradient, &e);
}
