package org.espalier.cli.terminal;

import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.Map;
import org.espalier.core.json.Json;
import org.espalier.core.run.RunEvent;

/** Each event as a line of JSON: {@code {"event":"Progress",…}}. */
record JsonProgress(PrintStream out) implements Progress {
    @Override
    public void accept(RunEvent event) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("event", event.getClass().getSimpleName());
        members.putAll(Json.of(event).members());
        out.println(Json.of(members).compact());
    }

    @Override
    public void note(String text) {
        accept(new RunEvent.Note(text));
    }

    @Override
    public void close() {
        out.flush();
    }
}
