package org.espalier.plugins.data;

import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.espalier.api.EspalierException;
import org.espalier.api.Option;
import org.espalier.api.Plugin;
import org.espalier.api.border.DataSource;
import org.espalier.api.border.Dataset;

/** Pictures of one's own, sorted into folders: each folder is a class, called as it is. Bytes become numbers in [0, 1]. */
@Plugin(
        name = "images",
        doc =
                "Pictures (PNG, JPEG, BMP or GIF) in a folder that has a folder for each class. All of one size, or brought"
                        + " to one.")
public final class ImagesSource implements DataSource {
    private final Options options;

    /** What colours pictures have. */
    public enum Colours {
        /** Red, green and blue, unless every training picture is grey. */
        AUTO,
        /** One number for a pixel. */
        GREY,
        /** Red, green and blue. */
        RGB
    }

    /** Options of {@link ImagesSource}. */
    public record Options(
            @Option(doc = "The folder with a folder of pictures for each class.")
            Path folder,

            @Option(doc = "A folder of the same classes to judge by; empty: no test set.", byDefault = "")
            Path test,

            @Option(
                    doc = "Height in pixels all pictures are brought to; 0: they must be of one size.",
                    byDefault = "0",
                    range = "[0, 4096]")
            int height,

            @Option(
                    doc = "Width in pixels all pictures are brought to; 0: they must be of one size.",
                    byDefault = "0",
                    range = "[0, 4096]")
            int width,

            @Option(
                    doc = "Colours: grey, rgb, or auto: rgb unless every training picture is grey. What is"
                            + " transparent becomes white.",
                    byDefault = "auto")
            Colours colours) {
        public Options {
            if ((height == 0) != (width == 0)) {
                throw new EspalierException(
                        "height and width belong together; only " + (height == 0 ? "width" : "height") + " was given.");
            }
        }
    }

    @Inject
    public ImagesSource(Options options) {
        this.options = options;
    }

    @Override
    public Dataset open() {
        boolean hasTest = !options.test().toString().isEmpty();
        PictureFolder train = PictureFolder.of(options.folder());
        List<String> classes = train.classes();
        PictureFolder test = hasTest ? PictureFolder.of(options.test()) : train.none();
        for (String name : test.classes()) {
            if (!classes.contains(name)) {
                throw new EspalierException(options.test().resolve(name) + ": " + options.folder()
                        + " has no folder of this name; a test has no other classes.");
            }
        }
        PictureSize wanted = options.height() > 0
                ? new PictureSize(options.height(), options.width())
                : Picture.read(train.pictures().getFirst().path()).size();
        PictureLoader loader =
                new PictureLoader(wanted, options.height() > 0, options.colours() != Colours.GREY, classes);
        Map<String, String> digests = new TreeMap<>();
        ByteExamples learned = loader.load(train, digests);
        if (options.colours() == Colours.AUTO && PictureLoader.isGrey(learned.bytes())) {
            loader = loader.grey();
            learned = PictureLoader.grey(learned);
        }
        ByteExamples judged = loader.load(test, digests);
        return new Dataset(
                String.valueOf(options.folder().getFileName()),
                List.of(wanted.height(), wanted.width(), loader.channels()),
                classes.size(),
                classes,
                learned,
                judged,
                digests);
    }
}
