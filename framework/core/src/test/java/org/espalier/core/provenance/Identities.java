package org.espalier.core.provenance;

import java.util.List;
import java.util.Map;

/** What made a run, made up. */
final class Identities {
    static final String RECIPE = "1234abcd".repeat(8);
    static final String CRITERIA = "aaaa1111".repeat(8);
    static final String IMAGES = "cccc3333".repeat(8);

    private Identities() {}

    static BundleIdentity criteria(String version, String sha256) {
        return new BundleIdentity("org.example.criteria", version, sha256);
    }

    static RunIdentity of(String recipe, List<BundleIdentity> bundles, Map<String, String> data, String backend) {
        return new RunIdentity(
                new RunIdentity.Recipe("rigl", recipe, 7, Map.of("sparsity", "0.9"), "/home/somebody/recipes"),
                bundles,
                data,
                new RunIdentity.Backend(backend, "512-bit vectors"),
                "0.1.0",
                new RunIdentity.Java("25.0.1+8", "Somebody"),
                new Machine("Linux", "6.1", "amd64", "A processor", 4));
    }

    static RunIdentity plain() {
        return of(RECIPE, List.of(criteria("0.1.0", CRITERIA)), Map.of("images", "sha256:" + IMAGES), "simd");
    }
}
