package dev.jgrad.io;

import dev.jgrad.data.DType;
import dev.jgrad.data.Device;
import dev.jgrad.data.Shape;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A stack machine that reads the part of Python's pickle language that checkpoints use (protocols 2 to 5) and makes Java
 * values of it. It knows no other names than {@link PickleGlobals} and never calls anything else.
 *
 * <p>Long for one class: the machine is one switch over the opcodes, and its parts mean nothing apart.
 */
final class Unpickler {
    /** Gives meaning to a reference to something outside of the pickle. */
    interface References {
        Object resolve(Tuple id);
    }

    private static final int MAX_KEY_TUPLE = 16;
    private static final int MAX_LONG_BYTES = 1024;

    private final MappedFile file;
    private final long end;
    private final References references;
    private final PickleLimits limits;
    private final List<@Nullable Object> stack = new ArrayList<>();
    private final List<Integer> marks = new ArrayList<>();
    private final Map<Long, @Nullable Object> memo = new HashMap<>();
    private long at;

    Unpickler(MappedFile file, long start, long end, References references, PickleLimits limits) {
        this.file = file;
        this.at = start;
        this.end = end;
        this.references = references;
        this.limits = limits;
    }

    /** The position after what was read. */
    long position() {
        return at;
    }

    /** Reads up to the end of the pickle and returns the value it builds. */
    @Nullable
    Object load() {
        while (true) {
            int opcode = u8();
            if (opcode == '.') {
                Object result = pop();
                if (!stack.isEmpty() || !marks.isEmpty()) {
                    throw bad("it ends with values left over");
                }
                return result;
            }
            step(opcode);
        }
    }

    private void step(int opcode) {
        switch (opcode) {
            case 0x80 -> protocol(u8());
            case 0x95 -> skip(8);
            case '(' -> mark();
            case 'N' -> push(null);
            case 0x88 -> push(Boolean.TRUE);
            case 0x89 -> push(Boolean.FALSE);
            case 'K' -> push((long) u8());
            case 'M' -> push((long) file.u16(skip(2)));
            case 'J' -> push((long) file.i32(skip(4)));
            case 0x8a -> push(number(u8()));
            case 0x8b -> push(number(file.i32(skip(4))));
            case 'G' -> push(Double.longBitsToDouble(Long.reverseBytes(file.i64(skip(8)))));
            case 'U', 0x8c -> push(text(u8()));
            case 'X' -> push(text(file.u32(skip(4))));
            case 'T' -> push(text(file.i32(skip(4))));
            case 0x8d -> push(text(file.i64(skip(8))));
            case 'C' -> push(raw(u8()));
            case 'B' -> push(raw(file.u32(skip(4))));
            case 0x8e, 0x96 -> push(raw(file.i64(skip(8))));
            case ')' -> push(Tuple.of());
            case 0x85 -> tuple(1);
            case 0x86 -> tuple(2);
            case 0x87 -> tuple(3);
            case 't' -> push(new Tuple(popToMark()));
            case ']' -> push(new ArrayList<@Nullable Object>(0));
            case '}' -> push(new LinkedHashMap<@Nullable Object, @Nullable Object>(0));
            case 0x8f -> push(new LinkedHashSet<@Nullable Object>(0));
            case 0x91 -> frozenSet();
            case 'a' -> append(java.util.Arrays.asList(pop1()), List.class);
            case 'e' -> append(popToMark(), List.class);
            case 0x90 -> append(popToMark(), Set.class);
            case 's' -> setItem();
            case 'u' -> setItems(popToMark());
            case 'q' -> remember(u8());
            case 'r' -> remember(file.u32(skip(4)));
            case 0x94 -> remember(memo.size());
            case 'h' -> recall(u8());
            case 'j' -> recall(file.u32(skip(4)));
            case 'c' -> global(line(), line());
            case 0x93 -> stackGlobal();
            case 'R', 0x81 -> reduce();
            case 'b' -> build();
            case 'Q' -> push(references.resolve(popTuple("a reference")));
            default -> throw bad("it has the opcode 0x" + Integer.toHexString(opcode) + ", which no checkpoint needs");
        }
    }

    private static void protocol(int version) {
        if (version < 2 || version > 5) {
            throw new FormatException("its pickle has protocol " + version + ", jgrad reads 2 to 5");
        }
    }

    // ---- reading ---------------------------------------------------------------------------------------------

    /** Moves on by so many bytes and returns where they begin. */
    private long skip(long count) {
        if (count < 0 || count > end - at) {
            throw new FormatException("its pickle is cut off");
        }
        long start = at;
        at += count;
        return start;
    }

    private int u8() {
        return file.u8(skip(1));
    }

    private String text(long length) {
        long start = skip(length);
        limits.chargeBytes(length);
        return file.utf8(start, length);
    }

    private byte[] raw(long length) {
        long start = skip(length);
        limits.chargeBytes(length);
        return file.bytes(start, length);
    }

    private String line() {
        long start = at;
        while (u8() != '\n') {
            if (at - start > 1000) {
                throw bad("a name in it is longer than 1000 bytes");
            }
        }
        return file.utf8(start, at - 1 - start);
    }

    private Number number(int length) {
        if (length < 0 || length > MAX_LONG_BYTES) {
            throw bad("it has a whole number of " + length + " bytes");
        }
        byte[] little = file.bytes(skip(length), length);
        byte[] big = new byte[Math.max(length, 1)];
        for (int i = 0; i < length; i++) {
            big[length - 1 - i] = little[i];
        }
        BigInteger value = new BigInteger(big);
        return value.bitLength() < Long.SIZE ? (Number) value.longValue() : value;
    }

    // ---- the stack -------------------------------------------------------------------------------------------

    private void push(@Nullable Object value) {
        limits.charge(1);
        stack.add(value);
    }

    private void mark() {
        limits.charge(1);
        marks.add(stack.size());
    }

    private @Nullable Object pop() {
        int floor = marks.isEmpty() ? 0 : marks.getLast();
        if (stack.size() <= floor) {
            throw bad("it takes a value where there is none");
        }
        return stack.removeLast();
    }

    private @Nullable Object[] pop1() {
        return new @Nullable Object[] {pop()};
    }

    private @Nullable Object top() {
        Object value = pop();
        stack.add(value);
        return value;
    }

    private List<@Nullable Object> popToMark() {
        if (marks.isEmpty()) {
            throw bad("it goes back to a mark that was not set");
        }
        List<@Nullable Object> tail = stack.subList(marks.removeLast(), stack.size());
        List<@Nullable Object> items = new ArrayList<>(tail);
        tail.clear();
        return items;
    }

    private Tuple popTuple(String what) {
        if (pop() instanceof Tuple tuple) {
            return tuple;
        }
        throw bad(what + " in it is no tuple");
    }

    private void tuple(int size) {
        @Nullable Object[] items = new @Nullable Object[size];
        for (int i = size - 1; i >= 0; i--) {
            items[i] = pop();
        }
        push(Tuple.of(items));
    }

    private void remember(long index) {
        limits.charge(1);
        memo.put(index, top());
    }

    private void recall(long index) {
        Object value = memo.get(index);
        if (value == null && !memo.containsKey(index)) {
            throw bad("it recalls value " + index + ", which it did not store");
        }
        push(value);
    }

    // ---- collections -----------------------------------------------------------------------------------------

    @SuppressWarnings("unchecked") // all collections on the stack were made by this machine, of objects
    private void append(List<@Nullable Object> items, Class<?> kind) {
        Object target = top();
        if (!kind.isInstance(target)) {
            throw bad("it adds elements to something that is no "
                    + kind.getSimpleName().toLowerCase(java.util.Locale.ROOT));
        }
        if (kind == Set.class) {
            items.forEach(Unpickler::key);
        }
        ((Collection<@Nullable Object>) target).addAll(items);
    }

    private void setItem() {
        Object value = pop();
        Object key = pop();
        List<@Nullable Object> pair = new ArrayList<>(2);
        pair.add(key);
        pair.add(value);
        setItems(pair);
    }

    @SuppressWarnings("unchecked") // all maps on the stack were made by this machine, of objects
    private void setItems(List<@Nullable Object> items) {
        if (!(top() instanceof Map<?, ?> target) || items.size() % 2 != 0) {
            throw bad("it sets items of something that is no dict");
        }
        for (int i = 0; i < items.size(); i += 2) {
            ((Map<@Nullable Object, @Nullable Object>) target).put(key(items.get(i)), items.get(i + 1));
        }
    }

    private void frozenSet() {
        LinkedHashSet<@Nullable Object> set = new LinkedHashSet<>();
        popToMark().forEach(item -> set.add(key(item)));
        push(set);
    }

    /** Lets through what can be looked up in bounded time and never changes. */
    static @Nullable Object key(@Nullable Object value) {
        return switch (value) {
            case null -> null;
            case String s -> s;
            case Long n -> n;
            case Double d -> d;
            case Boolean b -> b;
            case DType d -> d;
            case Device d -> d;
            case Shape s -> s;
            case Tuple t -> {
                if (t.size() > MAX_KEY_TUPLE || t.items().stream().anyMatch(Tuple.class::isInstance)) {
                    throw new FormatException("its pickle has a long or nested tuple as a key");
                }
                t.items().forEach(Unpickler::key);
                yield t;
            }
            default -> throw new FormatException("its pickle has a key that is neither text nor a number");
        };
    }

    // ---- names and calls -------------------------------------------------------------------------------------

    private void global(String module, String name) {
        push(PickleGlobals.find(module, name));
    }

    private void stackGlobal() {
        if (pop() instanceof String name && pop() instanceof String module) {
            global(module, name);
        } else {
            throw bad("a name in it is no text");
        }
    }

    private void reduce() {
        Tuple arguments = popTuple("a list of arguments");
        if (!(pop() instanceof PickleGlobals.Constructor constructor)) {
            throw bad("it calls something that cannot be called");
        }
        push(constructor.call(arguments.items(), limits));
    }

    /** Attributes, which an ordered dict may have: a model's state dict carries version numbers there. We drop them. */
    private void build() {
        Object state = pop();
        if (!(top() instanceof Map) || !(state instanceof Map)) {
            throw bad("it sets attributes of something that has none");
        }
    }

    private FormatException bad(String what) {
        return new FormatException("its pickle is damaged at byte " + at + ": " + what);
    }
}
