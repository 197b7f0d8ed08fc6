package dev.jgrad.io;

import dev.jgrad.autograd.Grad;
import dev.jgrad.tensor.Tensor;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which tensors of a value share memory, and which part of it a file needs: from the first to the last element that any
 * of them reaches. A small view of a large tensor is saved small when it is alone.
 */
final class StoragesToSave {
    /** How a tensor lies in a saved storage. */
    record Window(int storage, long storageElements, long offset, long[] strides) {}

    /** Tensors over one piece of memory. */
    private static final class Group {
        private final List<Tensor> tensors = new ArrayList<>();
        private long from = Long.MAX_VALUE;
        private long to;

        void add(Tensor tensor) {
            tensors.add(tensor);
            if (tensor.numel() > 0) {
                from = Math.min(from, tensor.storageOffset());
                to = Math.max(to, end(tensor));
            }
        }

        private static long end(Tensor tensor) {
            long last = tensor.storageOffset();
            long[] sizes = tensor.shape().toArray();
            long[] strides = tensor.stride();
            for (int d = 0; d < sizes.length; d++) {
                last += (sizes[d] - 1) * strides[d];
            }
            return last + 1;
        }

        long elements() {
            return Math.max(0, to - from);
        }

        /** True for a tensor between whose elements lies what nobody saves; then a copy without the gaps is written. */
        boolean isGappyAndAlone() {
            return tensors.size() == 1 && elements() > tensors.getFirst().numel();
        }
    }

    private final List<Group> groups = new ArrayList<>();
    private final Map<Tensor, Integer> groupOf = new IdentityHashMap<>();

    /** Looks for the tensors in a value that is a tree of maps, lists, tuples and sets. */
    StoragesToSave(@Nullable Object value) {
        collect(value, 0, new IdentityHashMap<>());
    }

    private void collect(@Nullable Object value, int depth, Map<Object, Boolean> seen) {
        if (value == null || depth > PickleLimits.MAX_DEPTH || seen.put(value, true) != null) {
            return; // too deep: the pickler says so, with the place
        }
        switch (value) {
            case Tensor tensor -> add(tensor);
            case Map<?, ?> map -> map.values().forEach(item -> collect(item, depth + 1, seen));
            case Tuple tuple -> tuple.items().forEach(item -> collect(item, depth + 1, seen));
            case List<?> items -> items.forEach(item -> collect(item, depth + 1, seen));
            default -> {}
        }
    }

    private void add(Tensor tensor) {
        if (groupOf.containsKey(tensor)) {
            return;
        }
        tensor.stride(); // brings the memory to the order that strides speak of, before memory is compared
        for (int i = 0; i < groups.size(); i++) {
            Tensor other = groups.get(i).tensors.getFirst();
            if (other.sharesStorageWith(tensor) && other.dtype() == tensor.dtype()) {
                groups.get(i).add(tensor);
                groupOf.put(tensor, i);
                return;
            }
        }
        Group fresh = new Group();
        fresh.add(tensor);
        groupOf.put(tensor, groups.size());
        groups.add(fresh);
    }

    /** The place of a tensor that was found. */
    Window windowOf(Tensor tensor) {
        Integer index = groupOf.get(tensor);
        if (index == null) {
            throw new FormatException("it holds a tensor as a key or in a set, where none can be saved");
        }
        Group group = groups.get(index);
        if (group.isGappyAndAlone() || tensor.numel() == 0) {
            long elements = group.isGappyAndAlone() ? tensor.numel() : group.elements();
            return new Window(index, elements, 0, rowMajor(tensor.shape().toArray()));
        }
        return new Window(index, group.elements(), tensor.storageOffset() - group.from, tensor.stride());
    }

    private static long[] rowMajor(long[] sizes) {
        long[] strides = new long[sizes.length];
        long step = 1;
        for (int d = sizes.length - 1; d >= 0; d--) {
            strides[d] = step;
            step *= Math.max(sizes[d], 1);
        }
        return strides;
    }

    int count() {
        return groups.size();
    }

    /** What the file holds for one storage, as a tensor. */
    Tensor content(int index) {
        Group group = groups.get(index);
        Tensor first = group.tensors.getFirst().detach();
        if (group.isGappyAndAlone() || group.elements() == 0) {
            return first;
        }
        return Grad.noGrad(() -> first.asStrided(new long[] {group.elements()}, new long[] {1}, group.from));
    }
}
