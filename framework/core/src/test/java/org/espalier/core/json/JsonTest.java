package org.espalier.core.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.espalier.api.EspalierException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
    private enum Colour {
        RED
    }

    private record Inner(String name, double value) {}

    private record Outer(Colour colour, List<Inner> inner, Optional<String> there, Optional<String> gone, long big) {}

    @Test
    void writesARecordWithItsComponentsInOrder() {
        Outer outer = new Outer(
                Colour.RED,
                List.of(new Inner("a\"\n</b>", 0.5), new Inner("ü", Double.NaN)),
                Optional.of("x"),
                Optional.empty(),
                Long.MAX_VALUE);
        assertThat(Json.of(outer).compact())
                .isEqualTo("{\"colour\":\"RED\",\"inner\":[{\"name\":\"a\\\"\\n\\u003c/b\\u003e\",\"value\":0.5},"
                        + "{\"name\":\"ü\",\"value\":null}],\"there\":\"x\",\"big\":9223372036854775807}");
    }

    @Test
    void indentsObjectsAndArrays() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("a", List.of(1, 2));
        map.put("b", Map.of("c", true));
        map.put("d", List.of());
        assertThat(Json.of(map).pretty())
                .isEqualTo("{\n  \"a\": [\n    1,\n    2\n  ],\n  \"b\": {\n    \"c\": true\n  },\n  \"d\": []\n}\n");
    }

    @Test
    void readsBackWhatItWrites() {
        Json json = Json.of(Map.of("x", List.of(Map.of("y\t\\", -1.5e-7), "é\u2028\u0001", false, Long.MIN_VALUE)));
        assertThat(Json.parse(json.compact(), "a")).isEqualTo(json);
        assertThat(Json.parse(json.pretty(), "a")).isEqualTo(json);
    }

    @Test
    void answersForMembersThatAreNotThere() {
        Json json = Json.parse(" {\"a\" : {\"b\": [1, \"t\", true, null]}, \"u\": \"\\u00e9\\/\"} ", "a");
        assertThat(json.at("a").at("b").items().getFirst().number()).isEqualTo(1);
        assertThat(json.at("a").at("b").items().get(2).isTrue()).isTrue();
        assertThat(json.at("u").text()).isEqualTo("é/");
        assertThat(json.at("a").at("none").at("further").number()).isNaN();
        assertThat(json.members()).containsOnlyKeys("a", "u");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"a\": 1,}|column 10",
                "[1 2]|column 5",
                "[1|column 3",
                "nul|column 1",
                "{} x|column 5",
            })
    void saysWhereATextIsNotJson(String text, String where) {
        assertThatThrownBy(() -> Json.parse(text, "f.json"))
                .isInstanceOf(EspalierException.class)
                .hasMessageStartingWith("f.json is not JSON")
                .hasMessageContaining(where);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "01", "+1", "1.", ".5", "\"\\x\"", "\"\\u12\"", "{a: 1}", "'a'", "NaN"})
    void refusesWhatJsonDoesNotAllow(String text) {
        assertThatThrownBy(() -> Json.parse(text, "f.json")).isInstanceOf(EspalierException.class);
    }

    @Test
    void refusesNestingThatWouldOverflowTheStack() {
        assertThatThrownBy(() -> Json.parse("[".repeat(100_000), "f.json"))
                .hasMessageContaining("nests deeper than 200 levels");
    }
}
