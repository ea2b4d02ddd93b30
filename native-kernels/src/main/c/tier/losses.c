/*
 * Losses of each position with their gradients, 16 positions at a time: loops whose number of turns the compiler knows are
 * what it makes vectors of.
 */
#include "defined_math.h"
#include "tier.h"

/* Floats from the start of a plane to feature 0 of a position; its next feature is width floats further. */
static inline ptrdiff_t place_of(int32_t position, int32_t features, int32_t width) {
    return row_at(position / width, features, 0, width) + position % width;
}

/* What cross-entropy wants: on at the label, off elsewhere, nothing of positions whose label is negative. */
typedef struct {
    const int32_t *labels;
    float on;
    float off;
    float live;
} wishes;

static void cross_entropy_of(int32_t classes, ptrdiff_t width, const float *logits, const wishes *wanted,
        float *losses, float *gradient) {
    int32_t labels[LANES];
    float max[LANES], sum[LANES], expected[LANES], e[LANES];
    for (int p = 0; p < LANES; p++) {
        labels[p] = wanted->labels[p];
        max[p] = logits[p];
        sum[p] = 0.0f;
        expected[p] = 0.0f;
    }
    for (int32_t c = 1; c < classes; c++) {
        for (int p = 0; p < LANES; p++) {
            max[p] = larger(max[p], logits[c * width + p]);
        }
    }
    for (int32_t c = 0; c < classes; c++) {
        for (int p = 0; p < LANES; p++) {
            float x = logits[c * width + p];
            e[p] = defined_exp(x - max[p]);
            sum[p] += e[p];
            expected[p] = fmaf(c == labels[p] ? wanted->on : wanted->off, x, expected[p]);
        }
        for (int p = 0; p < LANES && gradient != NULL; p++) {
            gradient[c * width + p] = e[p];
        }
    }
    for (int32_t c = 0; c < classes && gradient != NULL; c++) {
        float *slope = gradient + c * width;
        for (int p = 0; p < LANES; p++) {
            e[p] = (slope[p] / sum[p] - (c == labels[p] ? wanted->on : wanted->off)) / wanted->live;
        }
        for (int p = 0; p < LANES; p++) {
            slope[p] = labels[p] < 0 ? 0.0f : e[p];
        }
    }
    for (int p = 0; p < LANES; p++) {
        e[p] = (defined_log(sum[p]) + max[p]) - expected[p];
        losses[p] = labels[p] < 0 ? 0.0f : e[p];
    }
}

void ESPALIER_CODE(cross_entropy)(int32_t classes, int32_t blocks, int32_t width, int32_t live, const float *logits,
        const int32_t *labels, float smoothing, float *losses, float *gradient, int32_t from, int32_t to) {
    (void) blocks;
    float off = smoothing / (float) classes;
    const float on = (1.0f - smoothing) + off;
    for (int32_t position = from; position < to; position += LANES) {
        ptrdiff_t place = place_of(position, classes, width);
        const wishes wanted = {labels + position, on, off, (float) live};
        cross_entropy_of(classes, width, logits + place, &wanted, losses + position,
                gradient == NULL ? NULL : gradient + place);
    }
}

/* live: how many of these positions are. */
static void squared_error_of(int32_t live, int32_t features, ptrdiff_t width, float numbers,
        const float *predictions, const float *targets, float *losses, float *gradient) {
    float sum[LANES] = {0.0f}, d[LANES];
    for (int32_t f = 0; f < features; f++) {
        for (int p = 0; p < LANES; p++) {
            d[p] = predictions[f * width + p] - targets[f * width + p];
            sum[p] = fmaf(d[p], d[p], sum[p]);
        }
        for (int p = 0; p < LANES && gradient != NULL; p++) {
            gradient[f * width + p] = p < live ? (d[p] + d[p]) / numbers : 0.0f;
        }
    }
    for (int p = 0; p < LANES; p++) {
        losses[p] = p < live ? sum[p] / (float) features : 0.0f;
    }
}

void ESPALIER_CODE(squared_error)(int32_t features, int32_t blocks, int32_t width, int32_t live,
        const float *predictions, const float *targets, float *losses, float *gradient, int32_t from, int32_t to) {
    (void) blocks;
    float numbers = (float) features * (float) live;
    for (int32_t position = from; position < to; position += LANES) {
        ptrdiff_t place = place_of(position, features, width);
        squared_error_of(live - position, features, width, numbers, predictions + place, targets + place,
                losses + position, gradient == NULL ? NULL : gradient + place);
    }
}
