package dev.jgrad.io;

import dev.jgrad.data.DType;
import dev.jgrad.data.Device;
import dev.jgrad.data.JgradException;
import dev.jgrad.data.Shape;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The names a pickle may use, all of them, and what each becomes. A name that is not here is refused when it is read;
 * there is no way from a pickle to any other code.
 */
final class PickleGlobals {
    /** Something that a pickle may call. What it copies is charged, so that a small file cannot fill the memory. */
    interface Constructor {
        @Nullable
        Object call(List<@Nullable Object> arguments, PickleLimits limits);
    }

    /** A storage class, which only stands inside the reference to a storage. */
    record StorageType(DType dtype) {}

    private static final Map<String, Object> ALLOWED = allowed();

    private PickleGlobals() {}

    /** The meaning of a name: a {@link Constructor}, a {@link StorageType} or a {@link DType}. */
    static Object find(String module, String name) {
        String full = (module.equals("__builtin__") ? "builtins" : module) + "." + name;
        Object found = ALLOWED.get(full);
        if (found == null) {
            throw FormatException.unsupported(
                    "its pickle asks for " + printable(full) + ", which is not on the list of what a"
                            + " checkpoint may hold; jgrad never runs code from a file. Save tensors and plain values only, for a"
                            + " model torch.save(model.state_dict(), path)");
        }
        return found;
    }

    private static String printable(String name) {
        String clean = name.replaceAll("[^\\x20-\\x7e]", "?");
        return clean.length() > 120 ? clean.substring(0, 120) + "..." : clean;
    }

    private static Map<String, Object> allowed() {
        Map<String, Object> out = new LinkedHashMap<>();
        for (DType dtype : DType.values()) {
            out.put("torch." + dtype.label(), dtype);
            out.put("torch." + storageName(dtype), new StorageType(dtype));
        }
        Constructor map = (arguments, limits) -> map(arguments, limits);
        Constructor bytes = (arguments, limits) -> bytes(arguments, limits);
        Constructor set = (arguments, limits) -> set(arguments, limits);
        out.put("collections.OrderedDict", map);
        out.put("collections.Counter", map);
        out.put("builtins.set", set);
        out.put("builtins.frozenset", set);
        out.put("builtins.bytes", bytes);
        out.put("builtins.bytearray", bytes);
        out.put("_codecs.encode", bytes);
        out.put("torch.Size", (Constructor) (arguments, limits) -> Shape.of(TensorRecord.numbers(only(arguments))));
        out.put("torch.device", (Constructor) (arguments, limits) -> device(arguments));
        out.put("torch._utils._rebuild_tensor", (Constructor) (arguments, limits) -> {
            expect(arguments.size() == 4, "_rebuild_tensor");
            return TensorRecord.of(arguments, false);
        });
        out.put("torch._utils._rebuild_tensor_v2", (Constructor) (arguments, limits) -> tensor(arguments));
        out.put("torch._utils._rebuild_parameter", (Constructor) (arguments, limits) -> parameter(arguments));
        return Map.copyOf(out);
    }

    /** The class PyTorch names the storages of a dtype after. */
    static String storageName(DType dtype) {
        return dtype.scalarTypeName() + "Storage";
    }

    private static TensorRecord tensor(List<@Nullable Object> arguments) {
        expect(
                (arguments.size() == 6 || arguments.size() == 7) && arguments.get(4) instanceof Boolean,
                "_rebuild_tensor_v2");
        // What follows the flag: hooks, which PyTorch empties when it saves, and bits for conjugates, which ours lack.
        boolean plain = arguments.size() == 6 || arguments.get(6) == null || isEmptyMap(arguments.get(6));
        expect(plain && isEmptyMap(arguments.get(5)), "_rebuild_tensor_v2");
        return TensorRecord.of(arguments, Boolean.TRUE.equals(arguments.get(4)));
    }

    private static TensorRecord parameter(List<@Nullable Object> arguments) {
        if (arguments.size() != 3
                || !(arguments.get(0) instanceof TensorRecord data)
                || !(arguments.get(1) instanceof Boolean requiresGrad)
                || !isEmptyMap(arguments.get(2))) {
            throw wrongArguments("_rebuild_parameter");
        }
        return data.withRequiresGrad(requiresGrad);
    }

    private static boolean isEmptyMap(@Nullable Object value) {
        return value == null || value instanceof Map<?, ?> map && map.isEmpty();
    }

    private static Map<@Nullable Object, @Nullable Object> map(List<@Nullable Object> arguments, PickleLimits limits) {
        Map<@Nullable Object, @Nullable Object> out = new LinkedHashMap<>();
        if (arguments.isEmpty()) {
            return out;
        }
        Object source = only(arguments);
        if (source instanceof Map<?, ?> other) {
            limits.charge(other.size());
            out.putAll(other);
            return out;
        }
        List<@Nullable Object> pairs = elements(source);
        limits.charge(pairs.size());
        for (Object pair : pairs) {
            List<@Nullable Object> two = elements(pair);
            expect(two.size() == 2, "OrderedDict");
            out.put(Unpickler.key(two.get(0)), two.get(1));
        }
        return out;
    }

    private static LinkedHashSet<@Nullable Object> set(List<@Nullable Object> arguments, PickleLimits limits) {
        LinkedHashSet<@Nullable Object> out = new LinkedHashSet<>();
        if (!arguments.isEmpty()) {
            List<@Nullable Object> items = elements(only(arguments));
            limits.charge(items.size());
            for (Object item : items) {
                out.add(Unpickler.key(item));
            }
        }
        return out;
    }

    /** Bytes as protocol 2 writes them: text of which every character is a byte, and the word latin1. */
    private static byte[] bytes(List<@Nullable Object> arguments, PickleLimits limits) {
        if (arguments.isEmpty()) {
            return new byte[0];
        }
        if (arguments.size() == 1 && arguments.get(0) instanceof byte[] plain) {
            limits.chargeBytes(plain.length);
            return plain.clone();
        }
        if (arguments.size() != 2
                || !(arguments.get(0) instanceof String text)
                || !(arguments.get(1) instanceof String encoding)
                || !(encoding.equals("latin1") || encoding.equals("latin-1"))
                || text.chars().anyMatch(c -> c > 255)) {
            throw wrongArguments("bytes");
        }
        limits.chargeBytes(text.length());
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static Device device(List<@Nullable Object> arguments) {
        if (arguments.isEmpty() || !(arguments.get(0) instanceof String type)) {
            throw wrongArguments("torch.device");
        }
        Object index = arguments.size() > 1 ? arguments.get(1) : null;
        try {
            return Device.of(index == null || type.equals("cpu") ? type : type + ":" + index);
        } catch (JgradException e) {
            throw FormatException.unsupported("its pickle names a device that jgrad does not have: " + e.getMessage());
        }
    }

    private static Object only(List<@Nullable Object> arguments) {
        if (arguments.size() == 1 && arguments.get(0) instanceof Object value) {
            return value;
        }
        throw new FormatException("a constructor in its pickle has " + arguments.size() + " arguments instead of one");
    }

    private static List<@Nullable Object> elements(@Nullable Object value) {
        return switch (value) {
            case Tuple tuple -> tuple.items();
            case List<?> list -> {
                @SuppressWarnings("unchecked") // every list on the unpickler's stack was made there, of objects
                List<@Nullable Object> items = (List<@Nullable Object>) list;
                yield items;
            }
            case null, default ->
                throw new FormatException("a collection in its pickle is made of something else than a list");
        };
    }

    private static void expect(boolean right, String name) {
        if (!right) {
            throw wrongArguments(name);
        }
    }

    private static FormatException wrongArguments(String name) {
        return new FormatException("its pickle calls " + name + " with arguments jgrad does not know");
    }
}
