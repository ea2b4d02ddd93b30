package org.espalier.plugins.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.espalier.api.EspalierException;
import org.espalier.api.RandomStream;
import org.espalier.plugins.data.PlanetoidValue.Elements;
import org.espalier.plugins.data.PlanetoidValue.Matrix;
import org.espalier.plugins.data.pickle.PickleReader;
import org.espalier.plugins.data.pickle.PickleValue;
import org.espalier.plugins.data.pickle.PickleValue.Sequence;
import org.espalier.plugins.data.pickle.PickleValue.Table;
import org.espalier.plugins.data.pickle.PickleValue.Whole;
import org.junit.jupiter.api.Test;

class PickleReaderTest {
    private static final Path PATH = Path.of("a.pickle");

    @Test
    void readsArrays() {
        ElementContent floats =
                ((Elements) read(new PickleBytes().floats(1.5f, -2).done())).content.orElseThrow();
        assertThat(floats.shape()).containsExactly(2);
        assertThat(floats.floats()).containsExactly(1.5f, -2);
        ElementContent rows = ((Elements) read(new PickleBytes()
                        .wholes(List.of(2, 2), 1, 300, -7, 1 << 30)
                        .done()))
                .content.orElseThrow();
        assertThat(rows.shape()).containsExactly(2, 2);
        assertThat(rows.ints()).containsExactly(1, 300, -7, 1 << 30);
    }

    @Test
    void readsDictionariesOfLists() {
        Table table = (Table)
                read(new PickleBytes().graph(List.of(List.of(1, 2), List.of())).done());
        assertThat(table.entries.keySet()).containsExactly(new Whole(0), new Whole(1));
        assertThat(table.entries.get(new Whole(0)))
                .isInstanceOfSatisfying(
                        Sequence.class, list -> assertThat(list.items).containsExactly(new Whole(1), new Whole(2)));
    }

    @Test
    void runsNothing() {
        byte[] hostile = new PickleBytes()
                .name("posix", "system")
                .string("touch /tmp/it-was-run")
                .code(0x85, 'R')
                .done();
        refused(
                hostile,
                "byte 2: the pickle names 'posix system', which no file of arrays needs; nothing of it was run. Do not open"
                        + " this file in Python either.");
        refused(new PickleBytes().name("__builtin__", "eval").done(), "byte 2: the pickle names '__builtin__ eval'");
        refused(
                new PickleBytes().name("\u001b[2Jnumpy", "x".repeat(500)).done(),
                "byte 2: the pickle names '?[2Jnumpy " + "x".repeat(50) + "…'");
    }

    @Test
    void callsNothingButWhatMakesArrays() {
        refused(
                new PickleBytes().string("system").code(0x85, 0x85, 'R').done(),
                "byte 12: the instruction wants 2 values, there are 1.");
        refused(
                new PickleBytes().string("system").code(')', 'R').done(),
                "byte 11: only a name can be called, with a tuple; this is a string with a tuple of 0.");
        refused(
                new PickleBytes().name("numpy", "ndarray").code(')', 'R').done(),
                "byte 18: the name numpy ndarray cannot be called with these arguments.");
        refused(
                new PickleBytes()
                        .name("collections", "defaultdict")
                        .name("numpy", "dtype")
                        .code(0x85, 'R')
                        .done(),
                "the name collections defaultdict cannot be called with these arguments.");
        refused(
                new PickleBytes()
                        .name("numpy", "dtype")
                        .string("O8")
                        .code(0x85, 'R')
                        .done(),
                "elements of an array must be of the type i4 or f4.");
    }

    @Test
    void knowsNoOtherInstructions() {
        for (int other : "ilopBCILPSVdg0123".chars().toArray()) {
            refused(
                    new PickleBytes().code('N', 'N', 'N', other).done(),
                    String.format("byte 5: instruction 0x%02X is none of those a file of arrays needs.", other));
        }
        refused(new byte[] {'(', 'd', '.'}, "byte 0: a pickle of protocol 2 begins with 0x80 0x02.");
        refused(new byte[] {(byte) 0x80, 4, '.'}, "byte 0: a pickle of protocol 2 begins");
    }

    @Test
    void refusesWhatDoesNotFitTogether() {
        refused(new PickleBytes().code('h', 9).done(), "byte 2: nothing was remembered as number 9.");
        refused(new PickleBytes().code('t').done(), "byte 2: the instruction wants the values after a mark");
        refused(new PickleBytes().code('N', '(', 'a').done(), "the instruction wants 1 values, there are 0.");
        refused(new PickleBytes().code('N', '(', 'q', 0).done(), "byte 4: the instruction finds no value to work on.");
        refused(
                new PickleBytes().code('N', 'N', 'a').done(),
                "byte 4: only a list can be appended to, not a constant.");
        refused(new PickleBytes().code('}', '(', 'N', 'u').done(), "byte 5: pairs of a key and a value");
        refused(new PickleBytes().code('}', '(', ']', 'N', 'u').done(), "byte 6: a key must be a number or a string");
        refused(new PickleBytes().code('N', 'N').done(), "byte 4: the pickle ends with 1 values that nothing took up.");
        refused(
                new PickleBytes().code('N', '.').done(),
                "byte 3: the pickle ends here, but the file goes on to byte 5.");
        refused(
                new PickleBytes().code('N', '}', 'b').done(),
                "byte 4: a constant cannot have a dictionary as its content.");
    }

    @Test
    void refusesLengthsThatLie() {
        refused(
                new PickleBytes().code('T', 0xff, 0xff, 0xff, 0xff).done(),
                "byte 2: a string of 4294967295 bytes begins here, but only 1 are left.");
        refused(
                new PickleBytes().code('T', 0, 0, 0, 0x7f).done(),
                "a string of 2130706432 bytes begins here, but only 1 are left.");
        refused(
                new PickleBytes().wholes(List.of(1 << 30, 4), 1).done(),
                "an array of this shape has 4294967296 elements of 4 bytes, but 4 bytes are there.");
        refused(
                new PickleBytes()
                        .wholes(List.of(Integer.MAX_VALUE, Integer.MAX_VALUE), 1)
                        .done(),
                "an array of this shape has 4611686014132420609 elements");
        refused(new PickleBytes().wholes(List.of(-1), 1).done(), "size 1 of an array must be a number, at least 0.");
        refused(new PickleBytes().wholes(List.of(1, 1, 1), 1).done(), "must have 1 or 2 dimensions, not 3.");
    }

    @Test
    void aPickleThatHoldsItselfIsReadAndDoesNoHarm() {
        Sequence list =
                (Sequence) read(new PickleBytes().code(']', 'q', 0, 'h', 0, 'a').done());
        assertThat(list.items.getFirst()).isSameAs(list);
        byte[] nested = new byte[1 << 20];
        Arrays.fill(nested, (byte) 0x85);
        nested[0] = (byte) 0x80;
        nested[1] = 2;
        nested[2] = 'N';
        nested[nested.length - 1] = '.';
        assertThat(read(nested).kind()).isEqualTo("a tuple of 1");
    }

    @Test
    void saysWhereACutFileEnds() {
        byte[] whole = matrix();
        assertThat(read(whole)).isInstanceOf(Matrix.class);
        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> read(cut))
                    .isInstanceOf(EspalierException.class)
                    .hasMessageStartingWith("a.pickle")
                    .hasMessageContaining("byte ");
        }
    }

    @Test
    void aDamagedByteIsAnErrorOrAnotherValue() {
        byte[] whole = matrix();
        RandomStream random = RandomStream.ofSeed(5);
        int refused = 0;
        for (int at = 0; at < whole.length; at++) {
            for (int change = 0; change < 8; change++) {
                byte[] damaged = whole.clone();
                damaged[at] = (byte) random.bits(8L * at + change);
                try {
                    read(damaged);
                } catch (EspalierException e) {
                    assertThat(e).hasMessageStartingWith("a.pickle").hasMessageContaining("byte ");
                    refused++;
                }
            }
        }
        assertThat(refused).isGreaterThan(whole.length);
    }

    private static byte[] matrix() {
        return new PickleBytes()
                .matrix(2, 3, new int[] {0, 2, 3}, new int[] {0, 2, 1}, new float[] {1, 2, 3})
                .done();
    }

    private static PickleValue read(byte[] bytes) {
        return new PickleReader(PATH, bytes, 0, new PlanetoidObjects(PATH)).readWhole();
    }

    private static void refused(byte[] bytes, String sentence) {
        assertThatThrownBy(() -> read(bytes))
                .isInstanceOf(EspalierException.class)
                .hasMessageStartingWith("a.pickle")
                .hasMessageContaining(sentence);
    }
}
