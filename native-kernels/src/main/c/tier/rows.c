/* Sums of rows over positions. */
#include "lanes.h"

void ESPALIER_CODE(row_sums)(int32_t features, int32_t blocks, int32_t width, const float *plane, float *out,
        int32_t from, int32_t to) {
    for (int32_t row = from; row < to; row++) {
        float sum = 0.0f;
        for (int32_t block = 0; block < blocks; block++) {
            const float *x = plane + row_at(block, features, row, width);
            float lanes[LANES] = {0.0f};
            for (int32_t p = 0; p < width; p += LANES) {
                for (int l = 0; l < LANES; l++) {
                    lanes[l] += x[p + l];
                }
            }
            float part = tree(lanes);
            sum = block == 0 ? part : sum + part;
        }
        out[row] = sum;
    }
}
