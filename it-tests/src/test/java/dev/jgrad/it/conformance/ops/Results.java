package dev.jgrad.it.conformance.ops;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a method returned, flattened left to right as the suite has it. */
final class Results {
    private Results() {}

    static List<Object> flatten(@Nullable Object result) {
        List<Object> out = new ArrayList<>();
        add(out, result);
        return out;
    }

    private static void add(List<Object> out, @Nullable Object result) {
        switch (result) {
            case null -> {} // a part that was not asked for
            case List<?> l -> l.forEach(e -> add(out, e));
            case Object[] a -> Arrays.asList(a).forEach(e -> add(out, e));
            case Record r -> {
                for (RecordComponent c : r.getClass().getRecordComponents()) {
                    if (c.getType() != String.class) { // the name of the operator
                        add(out, read(c, r));
                    }
                }
            }
            default -> out.add(result);
        }
    }

    private static Object read(RecordComponent component, Record record) {
        try {
            return component.getAccessor().invoke(record);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
