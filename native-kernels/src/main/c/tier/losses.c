/* Losses of each position with their gradients. */
#include "defined_math.h"
#include "tier.h"

/* Floats from the start of a plane to feature 0 of a position; its next feature is width floats further. */
static inline ptrdiff_t place_of(int32_t position, int32_t features, int32_t width) {
    return row_at(position / width, features, 0, width) + position % width;
}

static void dead(int32_t features, int32_t width, float *loss, float *gradient) {
    *loss = 0.0f;
    if (gradient != NULL) {
        for (int32_t f = 0; f < features; f++) {
            gradient[(ptrdiff_t) f * width] = 0.0f;
        }
    }
}

/* The wanted distribution has on at the label and off elsewhere. */
static float cross_entropy_of(int32_t classes, ptrdiff_t width, float live, const float *logits, int32_t label,
        float on, float off, float *gradient) {
    float max = logits[0];
    for (int32_t c = 1; c < classes; c++) {
        max = larger(max, logits[c * width]);
    }
    float sum = 0.0f;
    float expected = 0.0f;
    for (int32_t c = 0; c < classes; c++) {
        float x = logits[c * width];
        float e = defined_exp(x - max);
        sum += e;
        expected = fmaf(c == label ? on : off, x, expected);
        if (gradient != NULL) {
            gradient[c * width] = e;
        }
    }
    if (gradient != NULL) {
        for (int32_t c = 0; c < classes; c++) {
            gradient[c * width] = (gradient[c * width] / sum - (c == label ? on : off)) / live;
        }
    }
    return (defined_log(sum) + max) - expected;
}

void ESPALIER_CODE(cross_entropy)(int32_t classes, int32_t blocks, int32_t width, int32_t live, const float *logits,
        const int32_t *labels, float smoothing, float *losses, float *gradient, int32_t from, int32_t to) {
    (void) blocks;
    float off = smoothing / (float) classes;
    float on = (1.0f - smoothing) + off;
    for (int32_t position = from; position < to; position++) {
        ptrdiff_t place = place_of(position, classes, width);
        float *slope = gradient == NULL ? NULL : gradient + place;
        int32_t label = labels[position];
        if (label < 0) {
            dead(classes, width, losses + position, slope);
        } else {
            losses[position] = cross_entropy_of(classes, width, (float) live, logits + place, label, on, off, slope);
        }
    }
}

static float squared_error_of(int32_t features, ptrdiff_t width, float count, const float *predictions,
        const float *targets, float *gradient) {
    float sum = 0.0f;
    for (int32_t f = 0; f < features; f++) {
        float d = predictions[f * width] - targets[f * width];
        sum = fmaf(d, d, sum);
        if (gradient != NULL) {
            gradient[f * width] = (d + d) / count;
        }
    }
    return sum / (float) features;
}

void ESPALIER_CODE(squared_error)(int32_t features, int32_t blocks, int32_t width, int32_t live,
        const float *predictions, const float *targets, float *losses, float *gradient, int32_t from, int32_t to) {
    (void) blocks;
    float count = (float) features * (float) live;
    for (int32_t position = from; position < to; position++) {
        ptrdiff_t place = place_of(position, features, width);
        float *slope = gradient == NULL ? NULL : gradient + place;
        if (position >= live) {
            dead(features, width, losses + position, slope);
        } else {
            losses[position] =
                    squared_error_of(features, width, count, predictions + place, targets + place, slope);
        }
    }
}
