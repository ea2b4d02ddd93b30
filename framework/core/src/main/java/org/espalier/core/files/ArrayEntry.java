package org.espalier.core.files;

import java.math.BigInteger;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.espalier.api.EspalierException;
import org.espalier.api.border.NumberType;
import org.espalier.core.json.Json;

/**
 * One entry of a safetensors header, checked in itself.
 *
 * @param name of the array
 * @param type of its numbers
 * @param shape sizes
 * @param begin first byte, counted from the end of the header
 * @param end byte after the last
 */
record ArrayEntry(String name, NumberType type, int[] shape, long begin, long end) {
    private static final BigInteger MOST_ELEMENTS = BigInteger.valueOf(Integer.MAX_VALUE - 8L);

    static ArrayEntry of(Path file, String name, Json entry) {
        NumberType type = type(file, name, entry.at("dtype").text());
        int[] shape = shape(file, name, entry.at("shape"));
        List<Json> offsets = entry.at("data_offsets").items();
        if (offsets.size() != 2) {
            throw wrong(file, name, "needs two data_offsets, has " + offsets.size());
        }
        BigInteger begin = whole(file, name, offsets.get(0));
        BigInteger end = whole(file, name, offsets.get(1));
        BigInteger elements = BigInteger.ONE;
        for (int size : shape) {
            elements = elements.multiply(BigInteger.valueOf(size));
        }
        BigInteger bytes = elements.multiply(BigInteger.valueOf(type.bytes()));
        if (elements.compareTo(MOST_ELEMENTS) > 0 || !end.subtract(begin).equals(bytes)) {
            throw wrong(
                    file,
                    name,
                    "has " + elements + " values of " + type.bytes() + " bytes, but its data_offsets are [" + begin
                            + ", " + end + "]");
        }
        return new ArrayEntry(name, type, shape, begin.longValueExact(), end.longValueExact());
    }

    private static NumberType type(Path file, String name, String written) {
        return Arrays.stream(NumberType.values())
                .filter(type -> type.name().equals(written))
                .findFirst()
                .orElseThrow(() -> wrong(
                        file,
                        name,
                        "has the type \"" + written + "\"; " + Arrays.toString(NumberType.values()) + " can be read"));
    }

    /**
     * Looks at the type.
     *
     * @throws EspalierException when it is none of those allowed
     */
    void requireOneOf(Set<NumberType> types, Path file) {
        if (!types.contains(type)) {
            throw wrong(file, name, "has the type \"" + type + "\"; " + types + " can be read");
        }
    }

    /** Whether it holds floats of 32 bits. */
    boolean floats() {
        return type == NumberType.F32;
    }

    private static int[] shape(Path file, String name, Json shape) {
        if (!(shape instanceof Json.Items(List<Json> sizes))) {
            throw wrong(file, name, "has no shape");
        }
        int[] result = new int[sizes.size()];
        for (int d = 0; d < result.length; d++) {
            BigInteger size = whole(file, name, sizes.get(d));
            if (size.compareTo(MOST_ELEMENTS) > 0) {
                throw wrong(file, name, "has a size of " + size + " in its shape");
            }
            result[d] = size.intValue();
        }
        return result;
    }

    private static BigInteger whole(Path file, String name, Json number) {
        if (number instanceof Json.Num(String digits) && digits.matches("[0-9]{1,18}")) {
            return new BigInteger(digits);
        }
        throw wrong(file, name, "has " + number.compact() + " where a whole number of at most 18 digits is needed");
    }

    private static EspalierException wrong(Path file, String name, String what) {
        return new EspalierException(file + ": the header (from byte 8) is wrong: " + name + " " + what + ".");
    }
}
