/* Activations and their gradients, element by element. */
#include "defined_math.h"
#include "tier.h"

#define EACH(out, value)                  \
    for (int64_t i = from; i < to; i++) { \
        (out)[i] = (value);               \
    }

static inline float silu_slope(float x) {
    float s = defined_sigmoid(x);
    return s * fmaf(x, 1.0f - s, 1.0f);
}

void ESPALIER_CODE(activate)(int32_t activation, const float *in, float *out, int64_t from, int64_t to) {
    switch (activation) {
        case ESPALIER_NONE:
            EACH(out, in[i])
            break;
        case ESPALIER_RELU:
            EACH(out, in[i] <= 0.0f ? 0.0f : in[i])
            break;
        case ESPALIER_LEAKY_RELU:
            EACH(out, in[i] > 0.0f ? in[i] : in[i] / 100.0f)
            break;
        case ESPALIER_TANH:
            EACH(out, defined_tanh(in[i]))
            break;
        case ESPALIER_SIGMOID:
            EACH(out, defined_sigmoid(in[i]))
            break;
        case ESPALIER_SILU:
            EACH(out, in[i] * defined_sigmoid(in[i]))
            break;
        case ESPALIER_GELU:
            EACH(out, in[i] * defined_normal(in[i]))
            break;
        case ESPALIER_ELU:
            EACH(out, in[i] > 0.0f ? in[i] : defined_exp(in[i]) - 1.0f)
            break;
        case ESPALIER_SOFTPLUS:
            EACH(out, defined_softplus(in[i]))
            break;
    }
}

void ESPALIER_CODE(activation_gradient)(int32_t activation, const float *in, const float *out,
        const float *out_gradient, float *in_gradient, int64_t from, int64_t to) {
    const float *g = out_gradient;
    switch (activation) {
        case ESPALIER_NONE:
            EACH(in_gradient, g[i])
            break;
        case ESPALIER_RELU:
            EACH(in_gradient, in[i] > 0.0f ? g[i] : 0.0f)
            break;
        case ESPALIER_LEAKY_RELU:
            EACH(in_gradient, in[i] > 0.0f ? g[i] : g[i] / 100.0f)
            break;
        case ESPALIER_TANH:
            EACH(in_gradient, g[i] * fmaf(-out[i], out[i], 1.0f))
            break;
        case ESPALIER_SIGMOID:
            EACH(in_gradient, g[i] * (out[i] * (1.0f - out[i])))
            break;
        case ESPALIER_SILU:
            EACH(in_gradient, g[i] * silu_slope(in[i]))
            break;
        case ESPALIER_GELU:
            EACH(in_gradient, g[i] * fmaf(in[i], defined_density(in[i]), defined_normal(in[i])))
            break;
        case ESPALIER_ELU:
            EACH(in_gradient, in[i] > 0.0f ? g[i] : g[i] * (out[i] + 1.0f))
            break;
        case ESPALIER_SOFTPLUS:
            EACH(in_gradient, g[i] * defined_sigmoid(in[i]))
            break;
    }
}
