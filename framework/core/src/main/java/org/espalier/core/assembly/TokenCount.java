package org.espalier.core.assembly;

import org.espalier.api.EspalierException;
import org.espalier.api.border.Examples;

/**
 * How often each token stands in examples.
 *
 * @param data what they are called
 * @param features of an example
 */
record TokenCount(String data, int features, Examples examples) {
    /**
     * Counts.
     *
     * @return {@code [vocabulary]}
     * @throws EspalierException when something is no token below the vocabulary
     */
    long[] of(int vocabulary) {
        long[] counts = new long[vocabulary];
        float[] tokens = new float[features];
        for (int id = 0; id < examples.count(); id++) {
            examples.features(id, tokens);
            for (float token : tokens) {
                int number = (int) token;
                if (number != token || number < 0 || number >= vocabulary) {
                    throw new EspalierException("Example " + id + " of '" + data + "' holds " + token
                            + ", and a table by tokens was asked for the tokens 0 to " + (vocabulary - 1)
                            + ". It takes data of token numbers, not scaled, and their vocabulary.");
                }
                counts[number]++;
            }
        }
        return counts;
    }
}
