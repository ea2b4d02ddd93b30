package org.espalier.it.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.espalier.it.ChildJvm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * One run handed from JVM to JVM, each with another number of threads, another width of vectors, bundles or a class path,
 * compiled or interpreted: it ends with the bits of a run in one JVM. {@code -Despalier.digest.chains=10} makes more such
 * chains, {@code -Despalier.digest.seed=…} the same again.
 */
final class InterruptedDigestTest {
    private static final String RECIPE = "two-phases";

    /** Two phases of 174 steps, handed on about so often. */
    private static final int STEPS = 348;

    /** The interpreter takes its time. */
    private static final int INTERPRETED_STEPS = 2;

    /** Where and how a part of the run is trained. */
    private record Setting(String mode, int threads, String flag) {
        /** Widths the processor lacks are ignored by the JVM. */
        private static final List<Setting> ALL = List.of(
                new Setting("felix", 2, "-XX:MaxVectorSize=64"),
                new Setting("flat", 1, "-XX:MaxVectorSize=16"),
                new Setting("felix", 4, "-XX:MaxVectorSize=32"),
                new Setting("flat", 2, "-Xint"),
                new Setting("felix", 1, "-XX:TieredStopAtLevel=1"),
                new Setting("flat", 4, "-XX:MaxVectorSize=64"),
                new Setting("felix", 2, "-XX:MaxVectorSize=16"),
                new Setting("flat", 1, "-XX:MaxVectorSize=32"));

        boolean interprets() {
            return flag.equals("-Xint");
        }
    }

    private final int chains = Integer.getInteger("espalier.digest.chains", 1);
    private final int links = chains > 1 ? Setting.ALL.size() : 2;
    private final long seed = Long.getLong("espalier.digest.seed", System.nanoTime());
    private final Random random = new Random(seed);

    @TempDir
    private Path temp;

    @Test
    void aRunHandedFromSettingToSettingGivesTheBitsOfAnUnbrokenOne() throws Exception {
        System.out.println("-Despalier.digest.seed=" + seed);
        Path unbroken = temp.resolve("unbroken");
        InProcess.run(RECIPE, unbroken);
        for (int chain = 0; chain < chains; chain++) {
            List<Setting> settings = new ArrayList<>(Setting.ALL);
            Collections.shuffle(settings, random);
            Path folder = temp.resolve("chain-" + chain);
            for (Setting setting : settings.subList(0, links)) {
                handOver(setting, folder, steps(setting), "INTERRUPTED");
            }
            // The interpreter takes some steps, but would need minutes for all that is left and the measuring at the
            // end.
            Setting last = settings.stream()
                    .filter(setting -> !setting.interprets())
                    .findFirst()
                    .orElseThrow();
            handOver(last, folder, "end", "DONE");
            assertThat(new RunFiles(folder).result())
                    .as(settings.toString())
                    .isEqualTo(new RunFiles(unbroken).result());
            System.out.println(settings.subList(0, links));
        }
    }

    private String steps(Setting setting) {
        return Integer.toString(1 + random.nextInt(setting.interprets() ? INTERPRETED_STEPS : STEPS / links - 1));
    }

    private void handOver(Setting setting, Path folder, String steps, String outcome) throws Exception {
        ChildJvm child = ChildJvm.run(
                temp.resolve("tmp"),
                List.of("--add-modules", "jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED", setting.flag),
                HandOver.class,
                setting.mode,
                Integer.toString(setting.threads),
                Victim.of(RECIPE, folder).recipe().toString(),
                folder.toString(),
                steps);
        assertThat(child.exit()).as(child.output()).isZero();
        assertThat(child.output()).as(setting.toString()).contains(outcome);
    }
}
