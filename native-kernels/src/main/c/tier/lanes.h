/*
 * Sums over positions: 16 lanes and a fixed tree for a block, the blocks in order. The first block is not added to +0:
 * products that underflow can make it -0.
 */
#ifndef ESPALIER_LANES_H
#define ESPALIER_LANES_H

#include "tier.h"

/* Takes the lanes of a block and leaves their sum in lane 0. */
static inline float tree(float *lanes) {
    for (int half = LANES / 2; half > 0; half /= 2) {
        for (int l = 0; l < half; l++) {
            lanes[l] += lanes[l + half];
        }
    }
    return lanes[0];
}

#endif
