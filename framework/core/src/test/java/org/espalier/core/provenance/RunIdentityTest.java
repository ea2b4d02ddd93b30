package org.espalier.core.provenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.espalier.core.provenance.Identities.CRITERIA;
import static org.espalier.core.provenance.Identities.IMAGES;
import static org.espalier.core.provenance.Identities.RECIPE;
import static org.espalier.core.provenance.Identities.criteria;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RunIdentityTest {
    private static final String OTHER = "9876fedc".repeat(8);

    private static List<String> against(RunIdentity now) {
        return Identities.plain().differences(now);
    }

    @Test
    void equalIdentitiesDoNotDiffer() {
        assertThat(against(Identities.plain())).isEmpty();
    }

    @Test
    void namesTheRecipeThatChanged() {
        assertThat(against(Identities.of(
                        OTHER, Identities.plain().bundles(), Identities.plain().data(), "simd")))
                .containsExactly("the recipe was rigl (sha256 1234abcd…), now rigl (sha256 9876fedc…)");
    }

    @Test
    void namesEveryBundleThatChangedCameOrWent() {
        RunIdentity now = Identities.of(
                RECIPE,
                List.of(criteria("0.1.0", OTHER), new BundleIdentity("org.example.added", "2.0", CRITERIA)),
                Identities.plain().data(),
                "simd");
        assertThat(against(now))
                .containsExactly(
                        "the bundle org.example.added was not used, now 2.0 (sha256 aaaa1111…)",
                        "the bundle org.example.criteria was 0.1.0 (sha256 aaaa1111…), now 0.1.0 (sha256 9876fedc…)");
        assertThat(now.differences(Identities.plain()))
                .contains("the bundle org.example.added was 2.0 (sha256 aaaa1111…), now it is not used");
    }

    @Test
    void namesTheDataThatChanged() {
        RunIdentity now =
                Identities.of(RECIPE, Identities.plain().bundles(), Map.of("images", "sha256:" + OTHER), "simd");
        assertThat(against(now)).containsExactly("the data images was sha256 cccc3333…, now sha256 9876fedc…");
    }

    @Test
    void namesTheBackendThatChanged() {
        RunIdentity now = Identities.of(
                RECIPE, Identities.plain().bundles(), Identities.plain().data(), "scalar");
        assertThat(against(now))
                .containsExactly("the backend was simd (512-bit vectors), now scalar (512-bit vectors)");
    }

    @Test
    void vectorWidthJavaMachineAndTheFolderOfTheRecipeMayChange() {
        RunIdentity plain = Identities.plain();
        RunIdentity elsewhere = new RunIdentity(
                new RunIdentity.Recipe("rigl", RECIPE, 7, Map.of(), "/elsewhere"),
                plain.bundles(),
                Map.of("images", "sha256:" + IMAGES),
                new RunIdentity.Backend("simd", "128-bit vectors"),
                "0.1.0",
                new RunIdentity.Java("26+1", "Another"),
                new Machine("Plan 9", "4", "aarch64", "Another", 128));
        assertThat(plain.differences(elsewhere)).isEmpty();
    }
}
