package dev.jgrad.io;

import dev.jgrad.data.Device;
import java.lang.foreign.MemorySegment;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a {@code .pth} file holds, before any tensor is made: the value with {@link TensorRecord}s in it, and where the
 * bytes of each storage lie. All storages that tensors name are known to be there, in full.
 */
record PthContent(@Nullable Object value, Function<StorageRecord, MemorySegment> bytes) {
    private static final List<String> WRAPPERS = List.of("state_dict", "model_state_dict", "model");

    /** Makes the tensors of a part of the value. Within one call, tensors that shared memory share it again. */
    @Nullable
    Object revive(@Nullable Object part, Device device) {
        return new TensorRevival(bytes, device).revive(part);
    }

    /** The tensors of a model by name: the value itself, or a part of it under one of the usual names. */
    Map<String, TensorRecord> stateDict() {
        Map<String, TensorRecord> found = tensors(value);
        if (found == null && value instanceof Map<?, ?> map) {
            for (String wrapper : WRAPPERS) {
                found = found == null ? tensors(map.get(wrapper)) : found;
            }
        }
        if (found == null) {
            throw FormatException.unsupported(
                    "it holds " + describe()
                            + " where the tensors of a model by name are expected; take the part you need with Checkpoint.load");
        }
        return found;
    }

    private static @Nullable Map<String, TensorRecord> tensors(@Nullable Object value) {
        if (!(value instanceof Map<?, ?> map)) {
            return null;
        }
        Map<String, TensorRecord> out = LinkedHashMap.newLinkedHashMap(map.size());
        for (Map.Entry<?, ?> e : map.entrySet()) {
            if (!(e.getKey() instanceof String name) || !(e.getValue() instanceof TensorRecord tensor)) {
                return null;
            }
            out.put(name, tensor);
        }
        return out;
    }

    private String describe() {
        if (value instanceof Map<?, ?> map) {
            String keys =
                    map.keySet().stream().limit(8).map(String::valueOf).toList().toString();
            return "a map with the keys " + keys.substring(1, keys.length() - 1) + (map.size() > 8 ? ", ..." : "");
        }
        return switch (value) {
            case null -> "nothing";
            case TensorRecord tensor -> "a single tensor";
            default -> "a " + value.getClass().getSimpleName();
        };
    }
}
