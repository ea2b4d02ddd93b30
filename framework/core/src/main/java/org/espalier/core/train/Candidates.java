package org.espalier.core.train;

/**
 * Keeps the best of many positions in a heap of bounded size. The order is total (score, then tie, then position), so
 * what is kept does not depend on the order of offers.
 */
final class Candidates {
    private final float[] scores;
    private final long[] ties;
    private final long[] positions;
    private int size;

    Candidates(int bound) {
        scores = new float[bound];
        ties = new long[bound];
        positions = new long[bound];
    }

    int size() {
        return size;
    }

    float score(int i) {
        return scores[i];
    }

    long position(int i) {
        return positions[i];
    }

    /** Whether a score could enter; cheap, to be asked before a tie is computed. */
    boolean mayEnter(float score) {
        return size < scores.length || (size > 0 && score >= scores[0]);
    }

    void offer(float score, long tie, long position) {
        if (size < scores.length) {
            int i = size++;
            while (i > 0 && less(score, tie, position, (i - 1) / 2)) {
                move((i - 1) / 2, i);
                i = (i - 1) / 2;
            }
            set(i, score, tie, position);
        } else if (size > 0 && !less(score, tie, position, 0)) {
            sink(score, tie, position);
        }
    }

    void offerAll(Candidates other) {
        for (int i = 0; i < other.size; i++) {
            offer(other.scores[i], other.ties[i], other.positions[i]);
        }
    }

    /** Replaces the worst. */
    private void sink(float score, long tie, long position) {
        int i = 0;
        while (true) {
            int child = 2 * i + 1;
            if (child >= size) {
                break;
            }
            if (child + 1 < size && less(scores[child + 1], ties[child + 1], positions[child + 1], child)) {
                child++;
            }
            if (less(score, tie, position, child)) {
                break;
            }
            move(child, i);
            i = child;
        }
        set(i, score, tie, position);
    }

    private boolean less(float score, long tie, long position, int other) {
        if (score != scores[other]) {
            return score < scores[other];
        }
        if (tie != ties[other]) {
            return tie < ties[other];
        }
        return position < positions[other];
    }

    private void move(int from, int to) {
        set(to, scores[from], ties[from], positions[from]);
    }

    private void set(int i, float score, long tie, long position) {
        scores[i] = score;
        ties[i] = tie;
        positions[i] = position;
    }
}
