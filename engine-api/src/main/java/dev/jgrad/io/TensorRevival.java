package dev.jgrad.io;

import dev.jgrad.data.Device;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.TensorOptions;
import dev.jgrad.tensor.Tensors;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Turns what an {@link Unpickler} built into values for a user: records of tensors become tensors, and the value is
 * checked to be a tree of bounded depth. Storages are read once each, so tensors that shared one share it again.
 */
final class TensorRevival {
    private static final Object IN_PROGRESS = new Object();

    private final Function<StorageRecord, MemorySegment> bytes;
    private final Device device;
    private final Map<StorageRecord, Tensor> storages = new IdentityHashMap<>();
    private final Map<Object, Object> done = new IdentityHashMap<>();

    /** @param bytes where the content of a storage lies, of exactly its size */
    TensorRevival(Function<StorageRecord, MemorySegment> bytes, Device device) {
        this.bytes = bytes;
        this.device = device;
    }

    @Nullable
    Object revive(@Nullable Object value) {
        return revive(value, 0);
    }

    private @Nullable Object revive(@Nullable Object value, int depth) {
        if (!(value instanceof TensorRecord
                || value instanceof Map
                || value instanceof List
                || value instanceof Set
                || value instanceof Tuple)) {
            return plain(value);
        }
        if (depth > PickleLimits.MAX_DEPTH) {
            throw new FormatException("its values are nested deeper than " + PickleLimits.MAX_DEPTH + " levels");
        }
        Object before = done.putIfAbsent(value, IN_PROGRESS);
        if (before == IN_PROGRESS) {
            throw new FormatException("a value in its pickle contains itself");
        }
        if (before != null) {
            return before;
        }
        Object result = switch (value) {
            case TensorRecord record -> tensor(record);
            case Map<?, ?> map -> map(map, depth + 1);
            case Set<?> set -> new LinkedHashSet<@Nullable Object>(set);
            case Tuple tuple -> new Tuple(list(tuple.items(), depth + 1));
            case List<?> list -> list(list, depth + 1);
            default -> throw new IllegalStateException(value.getClass().getName());
        };
        done.put(value, result);
        return result;
    }

    private static @Nullable Object plain(@Nullable Object value) {
        if (value instanceof StorageRecord
                || value instanceof PickleGlobals.Constructor
                || value instanceof PickleGlobals.StorageType) {
            throw FormatException.unsupported(
                    "its pickle holds a bare storage or class; jgrad loads tensors and plain values");
        }
        return value;
    }

    private Map<@Nullable Object, @Nullable Object> map(Map<?, ?> source, int depth) {
        Map<@Nullable Object, @Nullable Object> out = LinkedHashMap.newLinkedHashMap(source.size());
        source.forEach((key, value) -> out.put(key, revive(value, depth)));
        return out;
    }

    private List<@Nullable Object> list(List<?> source, int depth) {
        List<@Nullable Object> out = new ArrayList<>(source.size());
        for (Object item : source) {
            out.add(revive(item, depth));
        }
        return out;
    }

    private Tensor tensor(TensorRecord record) {
        Tensor whole = storages.computeIfAbsent(
                record.storage(), s -> HostTensors.copyOf(bytes.apply(s), s.dtype(), device, s.elements()));
        Tensor window = whole.asStrided(record.sizes(), record.strides(), record.offset());
        // A loaded tensor is nobody's view: it may be detached in place and given away as a parameter.
        Tensor out = Tensors.empty(new TensorOptions(window.dtype(), device), 0);
        out.setData(window);
        return record.requiresGrad() ? out.requiresGrad_() : out;
    }
}
