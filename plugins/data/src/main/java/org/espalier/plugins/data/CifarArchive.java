package org.espalier.plugins.data;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.espalier.api.EspalierException;

/** The published archive: a tar packed with gzip, with five files of 10000 training pictures and one of test pictures. */
record CifarArchive(Path path) {
    private static final int BLOCK = 512;
    private static final int NAME = 100;
    private static final int SIZE = 124;
    private static final int SIZE_DIGITS = 11;
    private static final int BATCH = 10000;
    private static final int BATCHES = 5;
    private static final Pattern TRAIN = Pattern.compile(".*/data_batch_([1-5])\\.bin");
    private static final Pattern TEST = Pattern.compile(".*/test_batch\\.bin");

    /** Reads all pictures. */
    void read(CifarRecords train, CifarRecords test) {
        try (UnpackingReader in = new UnpackingReader(new InputFile(path, "CIFAR-10"))) {
            read(in, train, test);
        }
    }

    private void read(UnpackingReader in, CifarRecords train, CifarRecords test) {
        BitSet found = new BitSet();
        byte[] header = new byte[BLOCK];
        while (found.cardinality() <= BATCHES) {
            in.fill(header, in.position() + BLOCK);
            String name = text(header, 0, NAME);
            if (name.isEmpty()) {
                throw new EspalierException(path + " holds " + found.cardinality() + " of the " + (BATCHES + 1)
                        + " files of pictures of CIFAR-10.");
            }
            long end = in.position() + Math.ceilDiv(size(header, in), BLOCK) * BLOCK;
            Matcher batch = TRAIN.matcher(name);
            if (batch.matches()) {
                int number = Integer.parseInt(batch.group(1));
                train.read(in, path, (number - 1) * BATCH, BATCH);
                found.set(number);
            } else if (TEST.matcher(name).matches()) {
                test.read(in, path, 0, BATCH);
                found.set(0);
            }
            skip(in, end);
        }
    }

    private static void skip(UnpackingReader in, long end) {
        while (in.position() < end) {
            in.fill(new byte[(int) Math.min(1 << 16, end - in.position())], end);
        }
    }

    private long size(byte[] header, UnpackingReader in) {
        String octal = text(header, SIZE, SIZE_DIGITS);
        try {
            return Long.parseLong(octal.strip(), 8);
        } catch (NumberFormatException e) {
            throw new EspalierException(
                    path + " is damaged: before byte " + in.position() + " of the unpacked data stands '" + octal
                            + "' where a file's size should be.",
                    e);
        }
    }

    private static String text(byte[] header, int from, int length) {
        int end = from;
        while (end < from + length && header[end] != 0) {
            end++;
        }
        return new String(header, from, end - from, StandardCharsets.US_ASCII);
    }
}
