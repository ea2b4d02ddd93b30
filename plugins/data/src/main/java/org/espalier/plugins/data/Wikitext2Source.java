package org.espalier.plugins.data;

import jakarta.inject.Inject;
import java.util.List;
import org.espalier.api.Option;
import org.espalier.api.Plugin;
import org.espalier.api.border.DataFiles;
import org.espalier.api.border.DataSource;
import org.espalier.api.border.Dataset;
import org.espalier.api.border.PublicFile;

/**
 * A part of WikiText-2, articles of Wikipedia word by word (Merity, Xiong, Bradbury and Socher, "Pointer Sentinel Mixture
 * Models", 2017): the test text to learn from, the validation text to judge by. The training text is not used, so measured
 * values are not those of others. Line ends are no tokens.
 */
@Plugin(
        name = "wikitext-2",
        doc =
                "WikiText-2 by words: 241211 of its test text to learn from, 213886 of its validation text to judge by; the next word is to be predicted at every position.")
public final class Wikitext2Source implements DataSource {
    private static final PublicFile TRAIN = GitHubFile.of(
            "wikitext-2",
            "test.txt",
            "pytorch/examples/cada773327ba94a5970e0d57c17c847d69dbbb8f/word_language_model/data/wikitext-2/test.txt",
            1256449,
            "d790b833ef8cf03a90db7bf1271b7520b83c45ce07ba3c1a9699df81e239eca0");

    private static final PublicFile TEST = GitHubFile.of(
            "wikitext-2",
            "valid.txt",
            "pytorch/examples/37ce9402ff0cae48d764d7788810fd2ed8238b25/word_language_model/data/wikitext-2/valid.txt",
            1121681,
            "f0737ed31fc1329026e95cb8b98e19c2a182c39c240ab909dc31abf2f8af58e8");

    private final DataFiles files;
    private final Options options;

    /** Options of {@link Wikitext2Source}. */
    public record Options(
            @Option(doc = "Words of a window.", byDefault = "32", range = "[1, 1000000]")
            int context,

            @Option(
                    doc = "Words from one training window to the next; 0: windows side by side.",
                    byDefault = "0",
                    range = "[0, 1000000]")
            int stride,

            @Option(
                    doc = "How many different words there are at most; 0: all of the text to learn from. Others are"
                            + " <unk>.",
                    byDefault = "0",
                    range = "[0, 1000000]")
            int vocabulary) {}

    @Inject
    public Wikitext2Source(Options options, DataFiles files) {
        this.files = files;
        this.options = options;
    }

    @Override
    public List<PublicFile> publicFiles() {
        return List.of(TRAIN, TEST);
    }

    @Override
    public Dataset open() {
        TextFile learn = TextFile.read(files.find(TRAIN));
        TextFile judge = TextFile.read(files.find(TEST));
        Words words = Words.of(learn.text(), options.vocabulary());
        return TokenText.of(learn.path(), words, learn.text(), judge.text(), true)
                .windows("wikitext-2", options.context(), options.stride(), GitHubFile.digests(publicFiles()));
    }
}
