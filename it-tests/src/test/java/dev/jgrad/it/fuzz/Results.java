package dev.jgrad.it.fuzz;

import dev.jgrad.tensor.Tensor;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Takes the tensors out of whatever a method returns. */
final class Results {
    private Results() {}

    /** None for a number or a text. */
    static List<Tensor> tensors(@Nullable Object result) throws ReflectiveOperationException {
        List<Tensor> out = new ArrayList<>();
        switch (result) {
            case Tensor t -> out.add(t);
            case Tensor[] a -> out.addAll(List.of(a));
            case List<?> l -> {
                for (Object o : l) {
                    out.addAll(tensors(o));
                }
            }
            case Record r -> {
                for (RecordComponent c : r.getClass().getRecordComponents()) {
                    out.addAll(tensors(c.getAccessor().invoke(r)));
                }
            }
            case null, default -> {}
        }
        return out;
    }
}
