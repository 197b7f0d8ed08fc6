package dev.jgrad.cuda.graph;

import dev.jgrad.cuda.CudaBackend;
import dev.jgrad.cuda.CudaBuffer;
import dev.jgrad.cuda.CudaStream;
import dev.jgrad.data.DType;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The numbers of a recorded step that change from replay to replay, in the device's memory: kernels of the graph read
 * them there, and the host writes them in one copy before each replay. Operations announce a number, and the kernel that
 * they launch takes it.
 */
final class LiveNumbers {
    /** 128 KiB: many thousand random operations and optimizer steps. */
    private static final int MOST = 1 << 14;

    private static final String TOO_MANY =
            "it has more than " + MOST + " random operations and changing numbers; record parts of it";

    private static final String FROZEN =
            "; replays would use the number of this moment again and again: use the number as it is, or do this step"
                    + " outside of the recording (Devices.outsideRecording)";

    private final CudaBackend backend;
    private final CudaStream stream;
    private final CudaBuffer table;
    private final List<LongSupplier> bits = new ArrayList<>();
    /** What the recorded kernels were given; offsets are told what to add, nothing at first. */
    private final List<Long> recorded = new ArrayList<>();
    /** Places of numbers by their rules, which are compared by identity. */
    private final Map<List<DoubleSupplier>, Integer> known = new HashMap<>();

    private @Nullable LongSupplier offset;
    private DoubleSupplier @Nullable [] numbers;
    private long taken;

    LiveNumbers(CudaBackend backend, CudaStream stream) {
        this.backend = backend;
        this.stream = stream;
        this.table = backend.allocateZeroed(DType.INT64, MOST);
    }

    int size() {
        return bits.size();
    }

    void announceOffset(LongSupplier next) {
        offset = next;
    }

    void announce(DoubleSupplier... rules) {
        numbers = rules;
    }

    /** What is wrong when no kernel has taken the announced number, which would be frozen; or null. */
    @Nullable
    String notTaken() {
        DoubleSupplier[] rules = numbers;
        numbers = null;
        return rules == null
                ? null
                : "the operation that was given the number " + rules[0].getAsDouble()
                        + " has not passed it on to a kernel" + FROZEN;
    }

    /** Where what was taken last lies; 0 where nothing was announced. */
    long taken() {
        return taken;
    }

    /** Makes a place for the announced offset, if there is one; says what is wrong, or null. */
    @Nullable
    String takeOffset(long given) {
        LongSupplier next = offset;
        offset = null;
        taken = 0;
        if (next == null) {
            return null;
        }
        if (bits.size() == MOST) {
            return TOO_MANY;
        }
        taken = table.address() + 8L * bits.size();
        add(() -> next.getAsLong() - given, 0);
        return null;
    }

    /** Makes places for the announced numbers, if there are some; says what is wrong, or null. */
    @Nullable
    String take(double... given) {
        DoubleSupplier[] rules = numbers;
        numbers = null;
        taken = 0;
        if (rules == null) {
            return null;
        }
        double[] announced =
                Arrays.stream(rules).mapToDouble(DoubleSupplier::getAsDouble).toArray();
        if (!Arrays.equals(announced, given)) {
            return "a kernel was given the numbers " + Arrays.toString(given) + ", computed from "
                    + Arrays.toString(announced) + FROZEN;
        }
        List<DoubleSupplier> key = List.of(rules);
        Integer first = known.get(key);
        if (first == null) {
            first = bits.size();
            if (first + rules.length > MOST) {
                return TOO_MANY;
            }
            known.put(key, first);
            for (int i = 0; i < rules.length; i++) {
                DoubleSupplier rule = rules[i];
                add(() -> Double.doubleToRawLongBits(rule.getAsDouble()), Double.doubleToRawLongBits(given[i]));
            }
        }
        taken = table.address() + 8L * first;
        return null;
    }

    private void add(LongSupplier rule, long now) {
        bits.add(rule);
        recorded.add(now);
    }

    /** Writes what the kernels were given when they were recorded. */
    void writeRecorded(int from, int to) {
        write(
                from,
                recorded.subList(from, to).stream().mapToLong(Long::longValue).toArray());
    }

    /** Writes new numbers. */
    void write(int from, int to) {
        long[] values = new long[to - from];
        for (int i = 0; i < values.length; i++) {
            values[i] = bits.get(from + i).getAsLong();
        }
        write(from, values);
    }

    private void write(int from, long[] values) {
        if (values.length > 0) {
            backend.upload(stream, DType.INT64, table, from, MemorySegment.ofArray(values), values.length);
        }
    }

    void close() {
        table.release();
    }
}
