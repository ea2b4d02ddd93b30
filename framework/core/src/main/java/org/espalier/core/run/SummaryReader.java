package org.espalier.core.run;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.espalier.core.files.JsonPlace;
import org.espalier.core.json.Json;

/** Reads a {@link RunSummary}, or parts of one, back. A number that was not finite comes back as NaN. */
public final class SummaryReader {
    private SummaryReader() {}

    public static RunSummary summary(JsonPlace file) {
        Json json = file.value();
        Map<String, String> params = new LinkedHashMap<>();
        json.at("params").members().forEach((name, value) -> params.put(name, value.text()));
        String error = json.at("error").text();
        return new RunSummary(
                json.at("recipe").text(),
                outcome(file.at("outcome")),
                json.at("recipeHash").text(),
                json.at("digest").text(),
                (long) json.at("seed").number(),
                params,
                json.at("backend").text(),
                (int) json.at("threads").number(),
                json.at("phases").items().stream().map(SummaryReader::phase).toList(),
                metrics(json.at("metrics")),
                json.at("layers").items().stream().map(SummaryReader::layer).toList(),
                json.at("sparsity").number(),
                (long) json.at("links").number(),
                (long) json.at("weights").number(),
                json.at("flopsPerExample").number(),
                quartiles(json.at("stepsPerSecond")),
                (long) json.at("peakResidentBytes").number(),
                json.at("bytesAllocatedPerStep").number(),
                json.at("expectations").items().stream()
                        .map(SummaryReader::check)
                        .toList(),
                json.at("exports").items().stream().map(Json::text).toList(),
                json.at("seconds").number(),
                error.isEmpty() ? Optional.empty() : Optional.of(error));
    }

    /** How a run ended. */
    public static RunSummary.Outcome outcome(JsonPlace outcome) {
        return Stream.of(RunSummary.Outcome.values())
                .filter(known -> known.name().equals(outcome.text()))
                .findFirst()
                .orElseThrow(() -> outcome.wrong("the name of an outcome"));
    }

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
                json.at("explored").number(),
                numbers(json.at("uses")),
                json.at("activations").items().stream()
                        .map(SummaryReader::activations)
                        .toList());
    }

    private static RunSummary.Activations activations(Json json) {
        return new RunSummary.Activations(
                json.at("name").text(),
                (int) json.at("features").number(),
                (int) json.at("positions").number(),
                json.at("zeros").number(),
                json.at("mean").number(),
                json.at("deviation").number());
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
        json.members().forEach((split, values) -> splits.put(split, numbers(values)));
        return splits;
    }

    private static Map<String, Double> numbers(Json json) {
        Map<String, Double> numbers = new LinkedHashMap<>();
        json.members().forEach((name, value) -> numbers.put(name, value.number()));
        return numbers;
    }

    private static RunSummary.Layer layer(Json json) {
        return new RunSummary.Layer(
                json.at("name").text(),
                (int) json.at("rows").number(),
                (int) json.at("columns").number(),
                json.at("storage").text(),
                (long) json.at("links").number(),
                json.at("sparsity").number(),
                json.at("uses").number());
    }

    private static RunSummary.Check check(Json json) {
        return new RunSummary.Check(
                json.at("text").text(),
                json.at("wanted").number(),
                json.at("measured").number(),
                json.at("met").isTrue());
    }

    private static RunSummary.Quartiles quartiles(Json json) {
        return new RunSummary.Quartiles(
                json.at("q1").number(),
                json.at("median").number(),
                json.at("q3").number());
    }
}
