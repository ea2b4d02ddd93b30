package org.espalier.core.json;

import java.lang.reflect.RecordComponent;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Records as JSON objects, a member for each component. */
final class RecordJson {
    private RecordJson() {}

    static Json members(Record record) {
        Map<String, Json> members = new LinkedHashMap<>();
        for (RecordComponent component : record.getClass().getRecordComponents()) {
            Object value = read(record, component);
            if (!(value instanceof Optional<?> optional) || optional.isPresent()) {
                members.put(component.getName(), Json.of(value));
            }
        }
        return new Json.Members(members);
    }

    private static Object read(Record record, RecordComponent component) {
        try {
            component.getAccessor().setAccessible(true);
            return component.getAccessor().invoke(record);
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException(
                    "cannot read " + component.getName() + " of "
                            + record.getClass().getName(),
                    e);
        }
    }
}
