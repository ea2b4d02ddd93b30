package org.espalier.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.espalier.api.border.Examples;
import org.espalier.core.execution.TrainedModel;
import org.espalier.core.plan.RecipePlan;
import org.espalier.embed.Espalier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A Llama of llama2.c says here what it says there. */
final class ImportedLlamaTest {
    /** Tokens of a story: its beginning, and all of them at least. */
    private static final int BEGINNING = 24;

    private static final int WHOLE = 101;

    @Test
    void aLlamaBeginsItsStoryTokenForToken(@TempDir Path temp) throws IOException {
        tellsItsStory(BEGINNING, temp);
    }

    @Test
    void aLlamaTellsItsWholeStoryTokenForToken(@TempDir Path temp) throws IOException {
        assumeTrue(Boolean.getBoolean("espalier.models.all"), "The whole story is told in the long form.");
        tellsItsStory(Integer.MAX_VALUE, temp);
    }

    /**
     * Each token is the most likely one after all those before it, so beginning with the first the model tells this story and no
     * other: a position sees nothing of those behind it.
     */
    private static void tellsItsStory(int most, Path temp) throws IOException {
        Optional<Path> file = ImportedWeightsTest.model("stories260K", "stories260K.bin");
        Optional<Path> story = ImportedWeightsTest.model("stories260K", "greedy.txt");
        if (file.isEmpty() || story.isEmpty()) {
            System.out.println(
                    "Skipped: a Llama tells its story only when ESPALIER_MODELS names the folder above stories260K.");
        }
        assumeTrue(file.isPresent() && story.isPresent(), "the model is missing");
        int[] tokens = Stream.of(Files.readString(story.get()).strip().split(" "))
                .limit(most)
                .mapToInt(Integer::parseInt)
                .toArray();
        assertThat(tokens).hasSizeGreaterThanOrEqualTo(Math.min(most, WHOLE));
        Path told = Files.writeString(
                temp.resolve("story.txt"),
                IntStream.of(tokens).mapToObj(Integer::toString).collect(Collectors.joining(" ")));
        try (Espalier espalier = Espalier.builder().build()) {
            RecipePlan plan = espalier.compile(
                    Path.of("../../recipes/llama-stories.groovy"),
                    Map.of(
                            "file", file.get().toString(),
                            "tokens", told.toString(),
                            "context", Integer.toString(tokens.length - 1),
                            "test", "0"));
            float[] outputs = espalier.withModel(plan, model -> outputs(model.examples("train"), model));
            int vocabulary = outputs.length / (tokens.length - 1);
            for (int position = 0; position + 1 < tokens.length; position++) {
                float[] next = Arrays.copyOfRange(outputs, position * vocabulary, (position + 1) * vocabulary);
                assertThat(ImportedWeightsTest.top(next))
                        .as("token %d", position + 1)
                        .isEqualTo(tokens[position + 1]);
            }
        }
    }

    private static float[] outputs(Examples windows, TrainedModel model) {
        assertThat(windows.count()).isOne();
        float[][] outputs = new float[1][];
        model.answer(windows, (window, given) -> outputs[window] = given.clone());
        return outputs[0];
    }
}
