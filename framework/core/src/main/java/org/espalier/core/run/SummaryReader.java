package org.espalier.core.run;

import java.util.LinkedHashMap;
import java.util.Map;
import org.espalier.core.json.Json;

/** Reads parts of a {@link RunSummary} back. A number that was not finite comes back as NaN. */
public final class SummaryReader {
    private SummaryReader() {}

    public static RunSummary.Phase phase(Json json) {
        return new RunSummary.Phase(
                json.at("name").text(),
                (long) json.at("steps").number(),
                json.at("seconds").number(),
                json.at("trainLoss").number(),
                metrics(json.at("metrics")),
                json.at("epochs").items().stream().map(SummaryReader::epoch).toList(),
                quartiles(json.at("stepsPerSecond")),
                (long) json.at("topologyUpdates").number(),
                json.at("explored").number());
    }

    public static RunSummary.EpochRow epoch(Json json) {
        return new RunSummary.EpochRow(
                (int) json.at("epoch").number(),
                json.at("trainLoss").number(),
                metrics(json.at("metrics")),
                json.at("sparsity").number());
    }

    /** Values by split and metric. */
    public static Map<String, Map<String, Double>> metrics(Json json) {
        Map<String, Map<String, Double>> splits = new LinkedHashMap<>();
        json.members().forEach((split, values) -> {
            Map<String, Double> byMetric = new LinkedHashMap<>();
            values.members().forEach((metric, value) -> byMetric.put(metric, value.number()));
            splits.put(split, byMetric);
        });
        return splits;
    }

    private static RunSummary.Quartiles quartiles(Json json) {
        return new RunSummary.Quartiles(
                json.at("q1").number(),
                json.at("median").number(),
                json.at("q3").number());
    }
}
