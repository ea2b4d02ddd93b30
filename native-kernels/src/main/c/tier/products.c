/*
 * Products of a matrix with a plane, 16 positions at a time: their slab of the input stays close to the processor while
 * all rows pass over it, and the sums of an output row stay in registers.
 */
#include "tier.h"

#include <math.h>
#include <string.h>

/* What a row of sums starts from and what is done to it at the end. */
typedef struct {
    const float *bias;
    const float *mask;
    int relu;
    int add;
} ends;

static inline void start(float *sums, const float *out, const ends *e, int32_t row) {
    if (e->add) {
        memcpy(sums, out, LANES * sizeof *sums);
        return;
    }
    float value = e->bias == NULL ? 0.0f : e->bias[row];
    for (int p = 0; p < LANES; p++) {
        sums[p] = value;
    }
}

/* place: floats from the start of the output plane to these positions of the row. */
static inline void finish(const float *sums, float *out, const ends *e, ptrdiff_t place) {
    for (int p = 0; p < LANES; p++) {
        float x = sums[p];
        if (e->relu && x <= 0.0f) {
            x = 0.0f;
        }
        if (e->mask != NULL && !(e->mask[place + p] > 0.0f)) {
            x = 0.0f;
        }
        out[place + p] = x;
    }
}

static inline void add_scaled(float *sums, float weight, const float *in) {
    for (int p = 0; p < LANES; p++) {
        sums[p] = fmaf(weight, in[p], sums[p]);
    }
}

void ESPALIER_CODE(sparse_product)(int32_t rows, int32_t columns, const int32_t *row_starts,
        const int32_t *column_indices, const float *values, int32_t blocks, int32_t width, const float *in, float *out,
        const float *bias, int32_t activation, const float *mask, uint8_t add, int32_t from, int32_t to) {
    const ends e = {bias, mask, activation == ESPALIER_RELU, add};
    for (int32_t block = 0; block < blocks; block++) {
        for (int32_t slab = 0; slab < width; slab += LANES) {
            const float *input = in + row_at(block, columns, 0, width) + slab;
            for (int32_t row = from; row < to; row++) {
                ptrdiff_t place = row_at(block, rows, row, width) + slab;
                float sums[LANES];
                start(sums, out + place, &e, row);
                for (int32_t k = row_starts[row]; k < row_starts[row + 1]; k++) {
                    add_scaled(sums, values[k], input + (ptrdiff_t) column_indices[k] * width);
                }
                finish(sums, out, &e, place);
            }
        }
    }
}

/* The product with a dense matrix or its transpose: row_step and column_step floats lead to the next row and column. */
static void dense(const float *weight, ptrdiff_t row_step, ptrdiff_t column_step, int32_t rows, int32_t columns,
        int32_t blocks, int32_t width, const float *in, float *out, const ends *e, int32_t from, int32_t to) {
    for (int32_t block = 0; block < blocks; block++) {
        for (int32_t slab = 0; slab < width; slab += LANES) {
            const float *input = in + row_at(block, columns, 0, width) + slab;
            for (int32_t row = from; row < to; row++) {
                ptrdiff_t place = row_at(block, rows, row, width) + slab;
                float sums[LANES];
                start(sums, out + place, e, row);
                for (int32_t c = 0; c < columns; c++) {
                    add_scaled(sums, weight[row * row_step + c * column_step], input + (ptrdiff_t) c * width);
                }
                finish(sums, out, e, place);
            }
        }
    }
}

void ESPALIER_CODE(dense_product)(const float *weight, int32_t rows, int32_t columns, int32_t blocks, int32_t width,
        const float *in, float *out, const float *bias, int32_t activation, const float *mask, uint8_t add,
        int32_t from, int32_t to) {
    const ends e = {bias, mask, activation == ESPALIER_RELU, add};
    dense(weight, columns, 1, rows, columns, blocks, width, in, out, &e, from, to);
}

void ESPALIER_CODE(dense_transposed_product)(const float *weight, int32_t rows, int32_t columns, int32_t blocks,
        int32_t width, const float *out_gradient, float *in_gradient, const float *mask, uint8_t add, int32_t from,
        int32_t to) {
    const ends e = {NULL, mask, 0, add};
    dense(weight, 1, columns, columns, rows, blocks, width, out_gradient, in_gradient, &e, from, to);
}
