package org.espalier.plugins.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.espalier.api.EspalierException;
import org.espalier.api.border.DataSource;
import org.espalier.api.border.Dataset;
import org.espalier.api.border.Examples;
import org.espalier.testkit.DataSourceContract;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RatingsSourceTest implements DataSourceContract {
    private static final String FILMS = """
            when,user,item,rating
            1,10,"Alien",4.5
            2,9,Brazil,1
            3,anna,Alien,3
            4,10,7,-2
            """;

    @TempDir
    Path folder;

    @Override
    public DataSource source() {
        return source(FILMS, 0, 0);
    }

    private RatingsSource source(String text, double test, long seed) {
        return source(text, "user", ",", test, seed);
    }

    private RatingsSource source(String text, String user, String separator, double test, long seed) {
        try {
            Path file = Files.writeString(folder.resolve("ratings.csv"), text);
            return new RatingsSource(new RatingsSource.Options(file, user, "item", "rating", separator, test, seed));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void usersAndItemsCountFromZeroNumbersFirst() {
        Dataset data = source().open();
        assertThat(data.shape()).containsExactly(2);
        assertThat(data.targets()).isEqualTo(1);
        assertThat(data.classification()).isFalse();
        assertThat(data.test().count()).isZero();
        assertThat(rating(data.train(), 0)).containsExactly(1, 1, 4.5f);
        assertThat(rating(data.train(), 1)).containsExactly(0, 2, 1);
        assertThat(rating(data.train(), 2)).containsExactly(2, 1, 3);
        assertThat(rating(data.train(), 3)).containsExactly(1, 0, -2);
    }

    @Test
    void everyRatingIsEitherLearntOrJudgedBy() {
        String text = lines(1000);
        Dataset data = source(text, 0.3, 7).open();
        assertThat(data.test().count()).isBetween(240, 360);
        int[] seen = new int[1000];
        for (Examples examples : List.of(data.train(), data.test())) {
            for (int id = 0; id < examples.count(); id++) {
                seen[(int) rating(examples, id)[2]]++;
            }
        }
        assertThat(seen).containsOnly(1);
    }

    @Test
    void theSeedDrawsTheTestAndMoreLinesLeaveItAsItIs() {
        int[] first = judged(source(lines(200), 0.5, 7).open());
        assertThat(judged(source(lines(200), 0.5, 7).open())).isEqualTo(first);
        assertThat(judged(source(lines(200), 0.5, 8).open())).isNotEqualTo(first);
        assertThat(judged(source(lines(300), 0.5, 7).open())).startsWith(first);
    }

    private static int[] judged(Dataset data) {
        return IntStream.range(0, data.test().count())
                .map(id -> (int) rating(data.test(), id)[2])
                .toArray();
    }

    private static String lines(int count) {
        StringBuilder text = new StringBuilder("user,item,rating\n");
        for (int line = 0; line < count; line++) {
            text.append(line % 13)
                    .append(",i")
                    .append(line % 7)
                    .append(',')
                    .append(line)
                    .append('\n');
        }
        return text.toString();
    }

    @Test
    void columnsAreThoseTheRecipeNames() {
        Dataset data = source("who\titem\trating\nb\tx\t1\na\tx\t2\n", "who", "tab", 0, 0)
                .open();
        assertThat(rating(data.train(), 0)).containsExactly(1, 0, 1);
    }

    @Test
    void namesWhatIsWrongAndWhere() {
        refused("", " is empty; a line with the names of its columns was expected.");
        refused("user,item,rating\n", " has a line with the names of its columns, but no ratings.");
        refused(
                "user,film,rating\n1,2,3\n",
                ":1 has no column \"item\" with the items; its columns are user, film, rating.");
        refused("user,item,rating\n1,2,3\n1,2\n", ":3 has 2 cells; the first line has 3.");
        refused("user,item,rating\n1,2,good\n", ":2: column \"rating\" holds \"good\", not a finite number.");
        refused("user,item,rating\n1,2,NaN\n", ":2: column \"rating\" holds \"NaN\", not a finite number.");
        refused("user,item,rating\n1, ,3\n", ":2: column \"item\" is empty; it must say who rated, or what.");
        assertThatThrownBy(() -> source(FILMS, "user", "::", 0, 0))
                .isInstanceOf(EspalierException.class)
                .hasMessage("separator must be one character (no quote or line break) or tab, was \"::\".");
    }

    private void refused(String text, String sentence) {
        assertThatThrownBy(() -> source(text, 0, 0).open())
                .isInstanceOf(EspalierException.class)
                .hasMessage(folder.resolve("ratings.csv") + sentence);
    }

    @Test
    void filmsMayStandInTheColumnOfThePublisher() throws IOException {
        Path file = Files.writeString(
                folder.resolve("ratings.csv"), "userId,movieId,rating,timestamp\r\n1,31,2.5,1260759144\r\n");
        Dataset data = new MovielensSource(new MovielensSource.Options(0, 0), wanted -> file).open();
        assertThat(rating(data.train(), 0)).containsExactly(0, 0, 2.5f);
    }

    @Test
    void readsTheRealMovielens() {
        Optional<Path> file = Optional.ofNullable(System.getenv("ESPALIER_DATA"))
                .map(data -> Path.of(data, "ml-latest-small", "ratings.csv"))
                .filter(Files::isRegularFile);
        assumeTrue(file.isPresent(), "ESPALIER_DATA names no folder with ml-latest-small");
        MovielensSource source = new MovielensSource(new MovielensSource.Options(0, 0), wanted -> file.orElseThrow());
        Dataset data = source.open();
        assertThat(data.train().count()).isEqualTo(100836);
        assertThat(rating(data.train(), 1)).containsExactly(0, 2, 4);
        assertThat(rating(data.train(), 100835)).containsExactly(609, 9485, 3);
        double sum = 0;
        float films = 0;
        for (int id = 0; id < 100836; id++) {
            float[] rating = rating(data.train(), id);
            sum += rating[2];
            films = Math.max(films, rating[1]);
        }
        assertThat(sum).isEqualTo(353083);
        assertThat(films).isEqualTo(9723);
        assertThat(InputFile.digest(new InputFile(file.orElseThrow(), "ratings").bytes()))
                .isEqualTo("sha256:" + source.publicFiles().getFirst().sha256());
        Dataset split = new MovielensSource(new MovielensSource.Options(0.1, 0), wanted -> file.orElseThrow()).open();
        assertThat((double) split.test().count() / 100836).isCloseTo(0.1, within(0.005));
    }

    /** User, item and rating. */
    private static float[] rating(Examples examples, int id) {
        float[] features = new float[2];
        float[] target = new float[1];
        examples.features(id, features);
        examples.target(id, target);
        return new float[] {features[0], features[1], target[0]};
    }
}
