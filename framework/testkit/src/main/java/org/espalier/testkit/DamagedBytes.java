package org.espalier.testkit;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.espalier.api.RandomStream;

/** A file that came to harm, in a way and at a place that are drawn. */
final class DamagedBytes {
    private static final int[] HUGE = {Integer.MAX_VALUE, -1, Integer.MIN_VALUE, 0x7fff_fff0, 0x0fff_ffff};
    private static final byte[] MANY = "99999999999".getBytes(StandardCharsets.US_ASCII);

    private final RandomStream random;
    private final Kind kind;
    private final byte[] bytes;

    /** What happened. */
    enum Kind {
        CUT_OFF,
        BYTES_CHANGED,
        HUGE_NUMBER,
        PART_LOST,
        PART_TWICE,
        DIGITS_CHANGED
    }

    DamagedBytes(byte[] whole, RandomStream random) {
        this.random = random;
        this.kind = Kind.values()[(int) random.below(Kind.values().length, 0)];
        this.bytes = switch (kind) {
            case CUT_OFF -> Arrays.copyOf(whole, place(whole.length, 1));
            case BYTES_CHANGED -> changed(whole.clone());
            case HUGE_NUMBER -> huge(whole.clone());
            case PART_LOST -> replaced(whole, place(whole.length, 1), place(whole.length, 2), new byte[0]);
            case PART_TWICE -> twice(whole);
            case DIGITS_CHANGED -> digits(whole);
        };
    }

    Kind kind() {
        return kind;
    }

    byte[] bytes() {
        return bytes;
    }

    private int place(int length, int draw) {
        return (int) random.below(length + 1L, draw);
    }

    private byte[] changed(byte[] copy) {
        int count = 1 + (int) random.below(8, 1);
        for (int i = 0; i < count; i++) {
            copy[(int) random.below(copy.length, 2L * i + 2)] = (byte) random.bits(2L * i + 3);
        }
        return copy;
    }

    private byte[] huge(byte[] copy) {
        if (copy.length >= Integer.BYTES) {
            int value = HUGE[(int) random.below(HUGE.length, 1)];
            boolean turned = random.below(2, 2) == 0;
            ByteBuffer.wrap(copy)
                    .putInt(place(copy.length - Integer.BYTES, 3), turned ? Integer.reverseBytes(value) : value);
        }
        return copy;
    }

    private byte[] twice(byte[] whole) {
        int from = place(whole.length, 1);
        int to = place(whole.length, 2);
        return replaced(whole, to, to, Arrays.copyOfRange(whole, Math.min(from, to), Math.max(from, to)));
    }

    /** The first digits behind a drawn place become a number that fits nowhere. */
    private byte[] digits(byte[] whole) {
        int from = place(whole.length, 1);
        while (from < whole.length && !isDigit(whole[from])) {
            from++;
        }
        int to = from;
        while (to < whole.length && isDigit(whole[to])) {
            to++;
        }
        return replaced(whole, from, to, MANY);
    }

    private static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }

    private static byte[] replaced(byte[] whole, int one, int other, byte[] by) {
        int from = Math.min(one, other);
        int to = Math.max(one, other);
        ByteBuffer out = ByteBuffer.allocate(whole.length - (to - from) + by.length);
        return out.put(whole, 0, from).put(by).put(whole, to, whole.length - to).array();
    }
}
