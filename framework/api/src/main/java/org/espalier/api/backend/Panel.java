package org.espalier.api.backend;

/**
 * How positions (examples) lie in memory. A plane of F features is {@code [blocks][F][width]} floats, 64-byte aligned:
 * feature f of position p stands at float {@code ((p / width) * F + f) * width + p % width}. Positions from
 * {@code live} on are dead: zero in inputs, gradients and losses, and unspecified (but finite) elsewhere.
 *
 * @param blocks blocks of positions, at least 1
 * @param width positions of a block, a multiple of 16 in [16, 128]
 */
public record Panel(int blocks, int width) {
    public Panel {
        if (blocks < 1 || width < 16 || width > 128 || width % 16 != 0) {
            throw new IllegalArgumentException("a panel has at least 1 block of 16, 32, … or 128 positions, was "
                    + blocks + " blocks of " + width);
        }
    }

    /** The smallest panel of balanced blocks that holds so many positions. */
    public static Panel of(int positions) {
        int blocks = Math.max(1, (positions + 127) / 128);
        int perBlock = Math.max(1, (positions + blocks - 1) / blocks);
        return new Panel(blocks, (perBlock + 15) / 16 * 16);
    }

    /** Positions it has room for. */
    public int capacity() {
        return blocks * width;
    }

    /** Bytes of a plane. */
    public long bytes(int features) {
        return 4L * blocks * width * features;
    }

    /** Bytes of a feature of a block in a copy in bfloat16, see {@link Bf16Kernels}: a multiple of 64. */
    public long bf16Stride() {
        return (width + 31) / 32 * 64L;
    }

    /** Bytes of a copy in bfloat16. */
    public long bf16Bytes(int features) {
        return bf16Stride() * blocks * features;
    }
}
