package org.espalier.core.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.espalier.api.RandomStream;
import org.espalier.api.loop.ExampleSampler;
import org.espalier.api.loop.ExampleView;
import org.junit.jupiter.api.Test;

/** Six examples, of which an epoch has the three with the largest loss. */
final class ExampleRecordTest {
    private final ExampleRecord record = new ExampleRecord(new Largest(), 6, 4, RandomStream.ofSeed(1));

    /** Unknown losses are the largest; of equal ones the lower number comes first. */
    private record Largest() implements ExampleSampler {
        @Override
        public int size(int examples) {
            return examples / 2;
        }

        @Override
        public void choose(ExampleView examples, int[] chosen) {
            List<Integer> ids = new ArrayList<>();
            for (int id = 0; id < examples.count(); id++) {
                ids.add(id);
            }
            ids.sort((a, b) -> Float.compare(examples.loss(b), examples.loss(a)));
            Arrays.setAll(chosen, ids::get);
        }
    }

    private void step(int id, float loss, boolean right) {
        record.beginStep();
        record.note(id, loss, right);
        record.endStep();
    }

    private String known() {
        StringBuilder text = new StringBuilder();
        for (int id = 0; id < record.count(); id++) {
            text.append(record.seen(id))
                    .append(' ')
                    .append(record.loss(id))
                    .append(' ')
                    .append(record.correct(id))
                    .append(' ')
                    .append(record.forgotten(id))
                    .append('\n');
        }
        return text.toString();
    }

    @Test
    void nothingIsKnownAtFirst() {
        assertThat(known()).isEqualTo("0 NaN false 0\n".repeat(6));
    }

    @Test
    void itRemembersTheLastTimeAndWhatWasForgotten() {
        step(2, 3, false);
        step(2, 1, true);
        step(2, 2, false);
        step(2, 1, true);
        step(2, 4, false);
        assertThat(record.seen(2)).isEqualTo(5);
        assertThat(record.loss(2)).isEqualTo(4);
        assertThat(record.correct(2)).isFalse();
        assertThat(record.forgotten(2)).isEqualTo(2);
    }

    @Test
    void aStepThatWasBegunAndDidNotEndIsForgotten() {
        step(1, 1, true);
        String before = known();
        record.beginStep();
        record.note(1, 9, false);
        assertThat(known()).isEqualTo(before);
        record.beginStep();
        record.endStep();
        assertThat(known()).isEqualTo(before);
    }

    @Test
    void aStepThatIsTakenBackLeavesNothing() {
        record.chosen(0);
        step(0, 1, true);
        String before = known();
        record.beginStep();
        record.note(0, 5, false);
        record.note(4, 2, true);
        record.endStep();
        assertThat(known()).isNotEqualTo(before);
        record.takeBack(0);
        assertThat(known()).isEqualTo(before);
    }

    @Test
    void theChoiceOfAnEpochStaysWhateverIsFoundOutMeanwhile() {
        step(0, 1, true);
        assertThat(record.chosen(1)).containsExactly(1, 2, 3);
        step(1, 0, true);
        step(2, 0, true);
        assertThat(record.chosen(1)).containsExactly(1, 2, 3);
        assertThat(record.chosen(2)).containsExactly(3, 4, 5);
    }

    /** The last step of an epoch may be taken back when the next has begun. */
    @Test
    void aStepOfTheEpochBeforeIsTakenBackWithItsChoice() {
        record.chosen(0);
        step(0, 1, true);
        int[] next = record.chosen(1).clone();
        assertThat(next).containsExactly(1, 2, 3);
        record.takeBack(0);
        assertThat(record.chosen(0)).containsExactly(0, 1, 2);
        step(0, 1, true);
        assertThat(record.chosen(1)).containsExactly(next);
    }
}
