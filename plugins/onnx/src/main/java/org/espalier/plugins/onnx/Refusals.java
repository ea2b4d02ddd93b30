package org.espalier.plugins.onnx;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.espalier.api.EspalierException;
import org.espalier.api.border.NetworkOperation;
import org.espalier.api.border.NetworkStep;
import org.espalier.api.border.NetworkView;
import org.espalier.api.graph.Window;

/** What ONNX has no operators for. */
final class Refusals {
    private Refusals() {}

    /**
     * Looks at every step.
     *
     * @throws EspalierException naming all steps that cannot be written
     */
    static void check(NetworkView network) {
        List<String> found = new ArrayList<>();
        for (NetworkStep step : network.steps()) {
            reason(step.operation()).ifPresent(reason -> found.add("'" + step.label() + "' " + reason));
        }
        if (!found.isEmpty()) {
            throw new EspalierException("This network cannot be written as ONNX: " + String.join("; ", found)
                    + ". Export 'safetensors', which holds the parameters of any network.");
        }
    }

    private static Optional<String> reason(NetworkOperation operation) {
        return switch (operation) {
            case NetworkOperation.Untold _ -> Optional.of("is mathematics of a plugin's own");
            case NetworkOperation.Aggregate _ -> Optional.of("reads the links between the examples of the data");
            case NetworkOperation.AveragePool(Window window)
            when window.dilationY() > 1 || window.dilationX() > 1 ->
                Optional.of("averages a window with gaps, which ONNX cannot before operator set 19");
            case NetworkOperation.AveragePool _,
                    NetworkOperation.Activate _,
                    NetworkOperation.Add _,
                    NetworkOperation.AddByFeature _,
                    NetworkOperation.AddPositions _,
                    NetworkOperation.Apply _,
                    NetworkOperation.ApplyPairwise _,
                    NetworkOperation.Attention _,
                    NetworkOperation.BatchNorm _,
                    NetworkOperation.Combine _,
                    NetworkOperation.Concat _,
                    NetworkOperation.Convolution _,
                    NetworkOperation.Dispatch _,
                    NetworkOperation.Embedding _,
                    NetworkOperation.ExpertLinear _,
                    NetworkOperation.FeatureMax _,
                    NetworkOperation.FeatureSum _,
                    NetworkOperation.Flatten _,
                    NetworkOperation.LayerNorm _,
                    NetworkOperation.Linear _,
                    NetworkOperation.MaxPool _,
                    NetworkOperation.Multiply _,
                    NetworkOperation.MultiplyByPosition _,
                    NetworkOperation.PixelShuffle _,
                    NetworkOperation.Recur _,
                    NetworkOperation.RmsNorm _,
                    NetworkOperation.Rotary _,
                    NetworkOperation.Slice _,
                    NetworkOperation.Softmax _,
                    NetworkOperation.TopK _,
                    NetworkOperation.Zeros _ -> Optional.empty();
        };
    }
}
