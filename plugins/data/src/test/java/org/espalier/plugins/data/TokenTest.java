package org.espalier.plugins.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.espalier.api.EspalierException;
import org.espalier.api.border.Dataset;
import org.espalier.plugins.data.TextSource.By;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Text by words and by byte pairs. */
class TokenTest {
    @TempDir
    Path folder;

    @Test
    void frequentWordsComeFirst() {
        Words words = Words.of("the cat and the dog\nand the cow", 0);
        assertThat(words.vocabulary()).containsExactly("<unk>", "the", "and", "cat", "cow", "dog");
        assertThat(words.tokens("the  dog\tand a <unk>")).containsExactly(1, 5, 2, 0, 0);
    }

    @Test
    void rareWordsBeyondTheVocabularyAreUnknown() {
        Words words = Words.of("a a a b b c", 3);
        assertThat(words.vocabulary()).containsExactly("<unk>", "a", "b");
        assertThat(words.tokens("c a")).containsExactly(0, 1);
    }

    @Test
    void theMostFrequentPairBecomesAToken() {
        // aaabdaaabac, the example of Gage: aa first, then ab or Za, then what stands together.
        BytePairs pairs = BytePairs.learn("aaabdaaabac", 259);
        assertThat(pairs.vocabulary().subList(256, 259)).containsExactly("aa", "ab", "aaab");
        assertThat(pairs.tokens("aaabdaaabac")).containsExactly(258, 'd', 258, 'a', 'c');
    }

    @Test
    void ofEqualPairsTheOneWithTheLowestTokensComesFirst() {
        assertThat(BytePairs.learn("yzyz.abab", 257).vocabulary().get(256)).isEqualTo("ab");
    }

    @Test
    void noPairThatOccursOnceBecomesAToken() {
        assertThat(BytePairs.learn("abcdef", 300).vocabulary()).hasSize(256);
    }

    @Test
    void noPairReachesIntoTheNextWord() {
        BytePairs pairs = BytePairs.learn("to be to be to be to be", 300);
        assertThat(pairs.vocabulary().subList(256, pairs.vocabulary().size()))
                .contains(" be", " to")
                .noneMatch(token -> token.contains("o b") || token.contains("e t"));
    }

    @Property(tries = 200)
    void tokensSpellTheText(@ForAll String learnt, @ForAll String text) {
        BytePairs pairs = BytePairs.learn(learnt + learnt + text, 280);
        assertThat(pairs.vocabulary()).doesNotHaveDuplicates();
        StringBuilder bytes = new StringBuilder();
        for (int token : pairs.tokens(text)) {
            spell(pairs, token, bytes);
        }
        assertThat(bytes.toString())
                .isEqualTo(new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1));
    }

    private static void spell(BytePairs pairs, int token, StringBuilder bytes) {
        if (token < BytePairs.BYTES) {
            bytes.append((char) token);
        } else {
            spell(pairs, pairs.left()[token - BytePairs.BYTES], bytes);
            spell(pairs, pairs.right()[token - BytePairs.BYTES], bytes);
        }
    }

    @Test
    void pairsAreLearntFromTheTextToLearnFromAlone() throws IOException {
        String text = "ab ab ab ab xyz xyz";
        Dataset data = source(text, 0.4, By.BYTE_PAIRS, 300).open();
        assertThat(data.classNames()).contains("ab").doesNotContain("xyz");
        assertThat(data.train().count() + data.test().count()).isPositive();
    }

    @Test
    void wordsAreReadInWindows() throws IOException {
        Dataset data = source("a b c a b c a b", 0.35, By.WORDS, 0).open();
        assertThat(data.classNames()).containsExactly("<unk>", "a", "b", "c");
        int[] labels = new int[2];
        data.train().labels(0, labels);
        assertThat(labels).containsExactly(2, 3);
        assertThat(data.test().count()).isEqualTo(1);
    }

    @Test
    void aVocabularyThatCannotBeIsRefused() {
        assertThatThrownBy(() -> source("abc", 0, By.CHARACTERS, 5))
                .isInstanceOf(EspalierException.class)
                .hasMessage("vocabulary is for words and byte pairs; of characters there are all.");
        assertThatThrownBy(() -> source("abc", 0, By.BYTE_PAIRS, 5))
                .hasMessage("vocabulary must be at least 256 for byte pairs, one token for each byte, was 5.");
    }

    private TextSource source(String text, double test, By by, int vocabulary) throws IOException {
        Path file = Files.writeString(folder.resolve("text.txt"), text);
        return new TextSource(new TextSource.Options(file, 2, 0, test, by, vocabulary));
    }
}
