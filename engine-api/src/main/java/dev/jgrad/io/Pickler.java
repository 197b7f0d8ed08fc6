package dev.jgrad.io;

import dev.jgrad.data.DType;
import dev.jgrad.data.Device;
import dev.jgrad.data.Shape;
import dev.jgrad.tensor.Tensor;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes values in Python's pickle language, protocol 2, as {@code torch.save} does. */
final class Pickler {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final Map<String, Integer> memo = new HashMap<>();
    private final StoragesToSave storages;

    Pickler(StoragesToSave storages) {
        this.storages = storages;
    }

    byte[] pickle(@Nullable Object value) {
        out.write(0x80);
        out.write(2);
        write(value, "the value", 0);
        out.write('.');
        return out.toByteArray();
    }

    private void write(@Nullable Object value, String place, int depth) {
        if (depth > PickleLimits.MAX_DEPTH) {
            throw new FormatException(place.substring(0, Math.min(place.length(), 80)) + "... is nested deeper than "
                    + PickleLimits.MAX_DEPTH + " levels, or contains itself");
        }
        switch (value) {
            case null -> out.write('N');
            case Boolean flag -> out.write(flag ? 0x88 : 0x89);
            case Long n -> integer(n);
            case Integer n -> integer(n);
            case Short n -> integer(n);
            case Byte n -> integer(n);
            case BigInteger n -> bigInteger(n);
            case Double d -> floating(d);
            case Float f -> floating(f);
            case String s -> text(s);
            case byte[] bytes -> bytes(bytes);
            case Tensor tensor -> tensor(tensor);
            case Shape shape -> shape(shape);
            case DType dtype -> global("torch", dtype.label());
            case Device device -> device(device);
            case Tuple tuple -> {
                out.write('(');
                elements(tuple.items(), place, depth);
                out.write('t');
            }
            case List<?> list -> {
                out.write(']');
                out.write('(');
                elements(list, place, depth);
                out.write('e');
            }
            case Set<?> set -> {
                global("__builtin__", "set");
                out.write(']');
                out.write('(');
                elements(set, place, depth);
                out.write('e');
                call(1);
            }
            case Map<?, ?> map -> map(map, place, depth);
            default ->
                throw new FormatException(place + " is a " + value.getClass().getName()
                        + "; a checkpoint holds tensors, maps, lists, tuples, sets, numbers, text and bytes");
        }
    }

    private void elements(Iterable<?> items, String place, int depth) {
        int i = 0;
        for (Object item : items) {
            write(item, place + "[" + i++ + "]", depth + 1);
        }
    }

    private void map(Map<?, ?> map, String place, int depth) {
        // A model's state dict is an OrderedDict in PyTorch, everything else is a dict.
        boolean stateDict = !map.isEmpty()
                && map.entrySet().stream()
                        .allMatch(e -> e.getKey() instanceof String && e.getValue() instanceof Tensor);
        if (stateDict) {
            global("collections", "OrderedDict");
            call(0);
        } else {
            out.write('}');
        }
        out.write('(');
        map.forEach((key, item) -> {
            String inner = place + "[" + key + "]";
            try {
                Unpickler.key(key instanceof Integer n ? Long.valueOf(n) : key);
            } catch (FormatException e) {
                throw new FormatException("the key of " + inner + " is neither text nor a number");
            }
            write(key, inner, depth + 1);
            write(item, inner, depth + 1);
        });
        out.write('u');
    }

    private void tensor(Tensor tensor) {
        StoragesToSave.Window window = storages.windowOf(tensor);
        global("torch._utils", "_rebuild_tensor_v2");
        out.write('(');
        out.write('(');
        text("storage");
        global("torch", PickleGlobals.storageName(tensor.dtype()));
        text(Integer.toString(window.storage()));
        text("cpu");
        integer(window.storageElements());
        out.write('t');
        out.write('Q');
        integer(window.offset());
        numbers(tensor.shape().toArray());
        numbers(window.strides());
        out.write(tensor.requiresGrad() ? 0x88 : 0x89);
        global("collections", "OrderedDict");
        call(0);
        out.write('t');
        out.write('R');
    }

    private void shape(Shape shape) {
        global("torch", "Size");
        numbers(shape.toArray());
        call(1);
    }

    private void device(Device device) {
        global("torch", "device");
        text(device.type());
        if (device.isCpu()) {
            call(1);
        } else {
            integer(device.index());
            call(2);
        }
    }

    private void bytes(byte[] bytes) {
        global("_codecs", "encode");
        text(new String(bytes, StandardCharsets.ISO_8859_1));
        text("latin1");
        call(2);
    }

    private void numbers(long[] values) {
        out.write('(');
        for (long value : values) {
            integer(value);
        }
        out.write('t');
    }

    /** Calls the name below the last arguments; there are at most two. */
    private void call(int arguments) {
        out.write(arguments == 0 ? ')' : arguments == 1 ? 0x85 : 0x86);
        out.write('R');
    }

    private void integer(long n) {
        if (n >= 0 && n < 256) {
            out.write('K');
            out.write((int) n);
        } else if (n >= 0 && n < 65536) {
            out.write('M');
            little(2, n);
        } else if (n == (int) n) {
            out.write('J');
            little(4, n);
        } else {
            bigInteger(BigInteger.valueOf(n));
        }
    }

    private void bigInteger(BigInteger n) {
        byte[] big = n.toByteArray();
        if (big.length > 255) {
            throw new FormatException("a whole number in it has more than 255 bytes");
        }
        out.write(0x8a);
        out.write(big.length);
        for (int i = big.length - 1; i >= 0; i--) {
            out.write(big[i]);
        }
    }

    private void floating(double d) {
        out.write('G');
        out.writeBytes(ByteBuffer.allocate(8).putDouble(d).array());
    }

    private void text(String s) {
        if (recall("s" + s)) {
            return;
        }
        byte[] utf8 = s.getBytes(StandardCharsets.UTF_8);
        out.write('X');
        little(4, utf8.length);
        out.writeBytes(utf8);
        remember("s" + s);
    }

    private void global(String module, String name) {
        String full = "g" + module + "." + name;
        if (recall(full)) {
            return;
        }
        out.write('c');
        out.writeBytes((module + "\n" + name + "\n").getBytes(StandardCharsets.UTF_8));
        remember(full);
    }

    private boolean recall(String key) {
        Integer index = memo.get(key);
        if (index == null) {
            return false;
        }
        out.write(index < 256 ? 'h' : 'j');
        little(index < 256 ? 1 : 4, index);
        return true;
    }

    private void remember(String key) {
        int index = memo.size();
        memo.put(key, index);
        out.write(index < 256 ? 'q' : 'r');
        little(index < 256 ? 1 : 4, index);
    }

    private void little(int count, long value) {
        byte[] bytes = ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(value)
                .array();
        out.write(bytes, 0, count);
    }
}
