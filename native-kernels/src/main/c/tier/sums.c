/* Gradients of weights: sums over positions of the products of two rows. */
#include "lanes.h"

#include <math.h>

/* a_block, b_block: floats from a block of a plane to the next. */
static inline float dot(const float *a, ptrdiff_t a_block, const float *b, ptrdiff_t b_block, int32_t blocks,
        int32_t width) {
    float sum = 0.0f;
    for (int32_t block = 0; block < blocks; block++) {
        const float *x = a + block * a_block;
        const float *y = b + block * b_block;
        float lanes[LANES] = {0.0f};
        for (int32_t p = 0; p < width; p += LANES) {
            for (int l = 0; l < LANES; l++) {
                lanes[l] = fmaf(x[p + l], y[p + l], lanes[l]);
            }
        }
        float part = tree(lanes);
        sum = block == 0 ? part : sum + part;
    }
    return sum;
}

void ESPALIER_CODE(sparse_weight_gradient)(int32_t rows, int32_t columns, const int32_t *row_starts,
        const int32_t *column_indices, int32_t blocks, int32_t width, const float *out_gradient, const float *in,
        float *gradient, int32_t from, int32_t to) {
    for (int32_t row = from; row < to; row++) {
        const float *slope = out_gradient + row_at(0, rows, row, width);
        for (int32_t k = row_starts[row]; k < row_starts[row + 1]; k++) {
            const float *x = in + row_at(0, columns, column_indices[k], width);
            gradient[k] = dot(slope, row_at(1, rows, 0, width), x, row_at(1, columns, 0, width), blocks, width);
        }
    }
}

void ESPALIER_CODE(dense_weight_gradient)(int32_t rows, int32_t columns, int32_t blocks, int32_t width,
        const float *out_gradient, const float *in, float *gradient, int32_t from, int32_t to) {
    for (int32_t row = from; row < to; row++) {
        const float *slope = out_gradient + row_at(0, rows, row, width);
        float *out = gradient + (ptrdiff_t) (row - from) * columns;
        for (int32_t c = 0; c < columns; c++) {
            const float *x = in + row_at(0, columns, c, width);
            out[c] = dot(slope, row_at(1, rows, 0, width), x, row_at(1, columns, 0, width), blocks, width);
        }
    }
}
