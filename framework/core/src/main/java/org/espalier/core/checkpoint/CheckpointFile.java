package org.espalier.core.checkpoint;

/** Names of what lies in a checkpoint's folder. */
final class CheckpointFile {
    static final String MANIFEST = "manifest.json";
    static final String ARRAYS = "state.safetensors";
    static final String METRICS = "metrics.jsonl";

    /** Digests of the other files, in the form {@code sha256sum -c} reads. */
    static final String SUMS = "SHA256SUMS";

    static final String FORMAT = "espalier-checkpoint";

    /** Raised whenever an older reader would misread a checkpoint. */
    static final int VERSION = 1;

    private CheckpointFile() {}
}
