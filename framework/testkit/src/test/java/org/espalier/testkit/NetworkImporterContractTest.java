package org.espalier.testkit;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.espalier.api.EspalierException;
import org.espalier.api.border.ImportedNetwork;
import org.espalier.api.border.NetworkImporter;
import org.espalier.api.border.TensorView;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contract holds for a reader of lines, and finds the faults it is there for. */
class NetworkImporterContractTest implements NetworkImporterContract {
    private static final String NETWORK = "dense of 3\n" + "1 2 3 ".repeat(10) + "\nend";

    @Override
    public NetworkImporter importer() {
        return file -> {
            List<String> lines =
                    Files.readString(file, StandardCharsets.UTF_8).lines().toList();
            if (lines.isEmpty() || !lines.getLast().equals("end")) {
                throw new EspalierException(file + " is cut off in line " + lines.size() + ".");
            }
            return network("input 3", "dense.weight");
        };
    }

    @Override
    public byte[] file() {
        return NETWORK.getBytes(StandardCharsets.UTF_8);
    }

    private static ImportedNetwork network(String first, String... parameters) {
        return new ImportedNetwork(
                List.of(first, "dense 'dense', units: 1"),
                List.of(parameters).stream()
                        .<TensorView>map(name -> new TensorView.Dense(name, new int[] {1, 3}, new float[3]))
                        .toList());
    }

    private static NetworkImporterContract of(NetworkImporter importer) {
        return new NetworkImporterContract() {
            @Override
            public NetworkImporter importer() {
                return importer;
            }

            @Override
            public byte[] file() {
                return NETWORK.getBytes(StandardCharsets.UTF_8);
            }
        };
    }

    @Test
    void findsFaults(@TempDir Path folder) throws IOException {
        NetworkImporterContract twice = of(file -> network("input 3", "dense.weight", "dense.weight"));
        assertThatThrownBy(() -> twice.saysWhatComesInAndHasValues(folder)).isInstanceOf(AssertionError.class);
        NetworkImporterContract silent = of(file -> network("dense 'a', units: 1", "dense.weight"));
        assertThatThrownBy(() -> silent.saysWhatComesInAndHasValues(folder)).isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> silent.namesAFileThatIsCutOff(folder)).isInstanceOf(AssertionError.class);
        NetworkImporterContract careless = of(file -> {
            throw new IndexOutOfBoundsException(file.toString());
        });
        assertThatThrownBy(() -> careless.namesAFileThatIsNone(folder)).isInstanceOf(AssertionError.class);
    }
}
