/*
 * Runs every kernel in every tier this processor has, on odd sizes, parts of ranges and numbers that are hardly numbers, and
 * compares all that is written with what the generic tier writes, bit by bit. Prints a digest of it, which is the same on
 * every machine.
 */
#include "espalier_kernels.h"

#include <math.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST = 70 * 384, LINKS = 70 * 70, CLASSES = 9 };

/* Arguments of a call; the same for every tier. */
static float in[MOST], slope[MOST], mask[MOST], weight[LINKS], bias[70], before[MOST];
static int32_t starts[71], columns_of[LINKS], labels[384];
static float wanted[MOST], got[MOST];

static uint64_t state = 1;
static uint64_t digest = 14695981039346656037u;
static long calls;

static uint32_t draw(uint32_t below) {
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return (uint32_t) ((state >> 32) % below);
}

static float number(int specials) {
    static const float special[] = {0.0f, -0.0f, INFINITY, -INFINITY, NAN, 1e-45f, -1e-40f, 3.4e38f, -3.4e38f, 1e-38f};
    if (specials && draw(8) == 0) {
        return special[draw(sizeof special / sizeof *special)];
    }
    return (float) draw(2000001) / 1000000.0f - 1.0f;
}

static void fill(float *numbers, size_t count, int specials) {
    for (size_t i = 0; i < count; i++) {
        numbers[i] = number(specials);
    }
}

static void *code(const espalier_tier *tier, const char *name) {
    for (const espalier_kernel *kernel = tier->kernels; kernel->name != NULL; kernel++) {
        if (strcmp(kernel->name, name) == 0) {
            void *address;
            memcpy(&address, &kernel->code, sizeof address);
            return address;
        }
    }
    return NULL;
}

/* All that is not a number is one. */
static uint32_t bits(float x) {
    uint32_t b = 0x7FC00000u;
    if (x == x) {
        memcpy(&b, &x, sizeof b);
    }
    return b;
}

static void compare(const espalier_tier *tier, const char *kernel, const char *shape) {
    for (size_t i = 0; i < MOST; i++) {
        if (bits(wanted[i]) != bits(got[i])) {
            printf("%s of the tier %s gives %a at %zu, the generic one %a: %s\n", kernel, tier->name, (double) got[i],
                    i, (double) wanted[i], shape);
            exit(1);
        }
    }
}

static void learn(void) {
    for (size_t i = 0; i < MOST; i++) {
        digest = (digest ^ bits(wanted[i])) * 1099511628211u;
    }
}

/* Calls a kernel in each tier: out stands for what it writes. A tier may leave out any but those of the generic one. */
#define EACH_TIER(kernel, shape, ...)                                          \
    do {                                                                       \
        for (int32_t t = 0; t <= espalier_best_tier(); t++) {                  \
            const espalier_tier *tier = espalier_tiers() + t;                  \
            espalier_##kernel *call;                                           \
            void *address = code(tier, #kernel);                               \
            float *out = t == 0 ? wanted : got;                                \
            if (address == NULL && t > 0) {                                    \
                continue;                                                      \
            }                                                                  \
            memcpy(&call, &address, sizeof call);                              \
            memcpy(out, before, sizeof before);                                \
            call(__VA_ARGS__);                                                 \
            calls++;                                                           \
            if (t > 0) {                                                       \
                compare(tier, #kernel, shape);                                 \
            }                                                                  \
        }                                                                      \
        learn();                                                               \
    } while (0)

static void links(int32_t rows, int32_t columns, uint32_t percent) {
    int32_t count = 0;
    for (int32_t row = 0; row < rows; row++) {
        starts[row] = count;
        for (int32_t column = 0; column < columns; column++) {
            if (draw(100) < percent) {
                columns_of[count++] = column;
            }
        }
    }
    starts[rows] = count;
}

static void products(int32_t rows, int32_t columns, int32_t blocks, int32_t width, const char *shape) {
    int32_t from = rows / 3;
    for (int variant = 0; variant < 6; variant++) {
        const float *b = variant == 1 || variant == 4 ? bias : NULL;
        const float *m = variant >= 4 ? mask : NULL;
        int32_t activation = variant == 1 || variant == 2 ? ESPALIER_RELU : ESPALIER_NONE;
        uint8_t add = variant == 3 || variant == 5;
        EACH_TIER(sparse_product, shape, rows, columns, starts, columns_of, weight, blocks, width, in, out, b,
                activation, m, add, from, rows);
        EACH_TIER(dense_product, shape, weight, rows, columns, blocks, width, in, out, b, activation, m, add, from,
                rows);
        EACH_TIER(dense_transposed_product, shape, weight, columns, rows, blocks, width, in, out, m, add, from, rows);
    }
    EACH_TIER(sparse_weight_gradient, shape, rows, columns, starts, columns_of, blocks, width, slope, in, out, from,
            rows);
    EACH_TIER(dense_weight_gradient, shape, rows, columns, blocks, width, slope, in, out, from, rows);
    EACH_TIER(row_sums, shape, columns, blocks, width, in, out, columns / 4, columns);
}

static void elements(int32_t from, int32_t to, const char *shape) {
    for (int32_t activation = ESPALIER_NONE; activation <= ESPALIER_SOFTPLUS; activation++) {
        EACH_TIER(activate, shape, activation, in, out, from, to);
        EACH_TIER(activation_gradient, shape, activation, in, mask, slope, out, from, to);
    }
}

static void losses(int32_t blocks, int32_t width, const char *shape) {
    int32_t capacity = blocks * width;
    int32_t live = capacity - 5;
    EACH_TIER(cross_entropy, shape, CLASSES, blocks, width, live, in, labels, 0.1f, out, out + capacity, 0, capacity);
    EACH_TIER(cross_entropy, shape, CLASSES, blocks, width, live, in, labels, 0.0f, out, NULL, 16, capacity);
    EACH_TIER(squared_error, shape, CLASSES, blocks, width, live, in, slope, out, out + capacity, 0, capacity);
}

int main(void) {
    static const int32_t sizes[] = {1, 7, 8, 9, 15, 17, 33, 65};
    for (int turn = 0; turn < 64; turn++) {
        int32_t rows = sizes[turn % 8];
        int32_t columns = sizes[(turn / 8 + turn) % 8];
        int32_t blocks = 1 + turn % 3;
        int32_t width = 16 * (1 + (turn / 8 + 3 * turn) % 8);
        int specials = turn % 3 == 2;
        char shape[120];
        snprintf(shape, sizeof shape, "turn %d, %d rows, %d columns, %d blocks of %d", turn, (int) rows, (int) columns,
                (int) blocks, (int) width);
        links(rows, columns, turn % 4 == 0 ? 100 : 30);
        fill(in, MOST, specials);
        fill(slope, MOST, specials);
        fill(mask, MOST, specials);
        fill(before, MOST, specials);
        fill(weight, LINKS, specials);
        fill(bias, sizeof bias / sizeof *bias, specials);
        for (int32_t p = 0; p < 384; p++) {
            labels[p] = p >= blocks * width - 5 ? -1 : (int32_t) draw(CLASSES);
        }
        products(rows, columns, blocks, width, shape);
        elements(16 * (turn % 3), 16 * (turn % 3 + 1 + turn), shape);
        losses(blocks, width, shape);
    }
    printf("Tiers");
    for (int32_t t = 0; t <= espalier_best_tier(); t++) {
        printf(" %s", espalier_tiers()[t].name);
    }
    if (espalier_remark()[0] != 0) {
        printf(" (%s)", espalier_remark());
    }
    printf(" agree in %ld calls: %016llx\n", calls, (unsigned long long) digest);
    return 0;
}
