package org.espalier.it.crash;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.espalier.core.checkpoint.RunState;
import org.espalier.core.json.Json;
import org.espalier.core.run.RunEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever has state is in the checkpoints of the runs that are killed. */
final class StatesTest {
    @TempDir
    private Path temp;

    @Test
    void everyKindOfStateIsInACheckpointOfARunThatIsKilled() {
        Set<String> saved = new TreeSet<>();
        for (String recipe : Victim.RECIPES) {
            InProcess.run(recipe, temp.resolve(recipe), event -> false, event -> {
                if (event instanceof RunEvent.CheckpointWritten written) {
                    saved.addAll(kinds(written.folder()));
                }
            });
        }
        assertThat(known()).isNotEmpty();
        assertThat(saved)
                .as("a kind of state is missing here: let a recipe of Victim.RECIPES have it")
                .isEqualTo(known());
    }

    private static Set<String> known() {
        return new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS).importPackages("org.espalier").stream()
                        .filter(type -> type.isAssignableTo(RunState.class) && !type.isInterface())
                        .map(JavaClass::getSimpleName)
                        .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> kinds(Path checkpoint) {
        try {
            Path manifest = checkpoint.resolve("manifest.json");
            return Json.parse(Files.readString(manifest), manifest.toString()).at("states").items().stream()
                    .map(state -> state.at("kind").text())
                    .collect(Collectors.toSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
