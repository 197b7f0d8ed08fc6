package dev.jgrad.cpu.kernels;

import dev.jgrad.cpu.CpuBuffer;
import dev.jgrad.cpu.kernels.fused.FusedPlan;
import dev.jgrad.cpu.kernels.fused.FusedWalk;
import dev.jgrad.cpu.loops.FusedOperations;
import dev.jgrad.cpu.loops.FusedStage.Place;
import dev.jgrad.cpu.loops.Loops;
import dev.jgrad.cpu.threads.Parallel;
import dev.jgrad.data.DType;
import dev.jgrad.data.Layout;
import dev.jgrad.spi.BinaryKind;
import dev.jgrad.spi.Buffer;
import dev.jgrad.spi.ElementwisePlan;
import dev.jgrad.spi.FusedKernels;
import dev.jgrad.spi.FusedProgram;
import dev.jgrad.spi.Stream;
import dev.jgrad.spi.TernaryKind;
import dev.jgrad.spi.UnaryKind;
import java.lang.ref.Reference;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Fused programs in loops that are written and compiled for them. The loops of a program are kept for programs of the
 * same structure; of {@link #MOST_PLANS} the one that was not used for the longest time goes, and its classes with it.
 */
public final class FusedCpu implements FusedKernels {
    /** How many programs are kept, counted by memory forms. */
    public static final int MOST_PLANS = 256;

    private static final int LIGHT = 1;
    private static final int HEAVY = 12;

    /** Shorter rows than this are gathered into blocks first. */
    private static final int LEAST_ROW = 256;

    private final FusedOperations floats;
    private final FusedOperations doubles;
    private final Map<Key, FusedPlan> plans = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, FusedPlan> eldest) {
            return size() > MOST_PLANS;
        }
    };

    private record Key(FusedProgram program, List<Place> places) {}

    /** Kernels on the loops this process uses. */
    public FusedCpu() {
        this(Loops.standard());
    }

    /** Kernels on given loops, so that tests can compare them. */
    public FusedCpu(Loops loops) {
        this.floats = loops.fused(false);
        this.doubles = loops.fused(true);
    }

    /** How many programs are kept now. */
    public int plans() {
        synchronized (plans) {
            return plans.size();
        }
    }

    @Override
    public int weight(Enum<?> kind, DType dtype) {
        boolean exists = switch (dtype) {
            case FLOAT32 -> floats.operation(kind) != null;
            case FLOAT64 -> doubles.operation(kind) != null;
            case FLOAT16, BFLOAT16, INT64, INT32, INT16, INT8, UINT8, BOOL -> false;
        };
        return exists ? weight(kind) : 0;
    }

    private static int weight(Enum<?> kind) {
        return grain(kind) < Grain.CHEAP ? HEAVY : LIGHT;
    }

    private static int grain(Enum<?> kind) {
        return switch (kind) {
            case UnaryKind k -> Grain.unary(k);
            case BinaryKind k -> Grain.binary(k);
            case TernaryKind _ -> Grain.CHEAP;
            default -> Grain.EXPENSIVE;
        };
    }

    @Override
    public void run(Stream stream, FusedProgram program, Buffer[] operands, Layout[] layouts, double[] numbers) {
        CpuBuffer[] buffers = new CpuBuffer[operands.length];
        boolean arrays = true;
        boolean natives = true;
        boolean plain = true;
        for (int k = 0; k < buffers.length; k++) {
            CpuBuffer b = (CpuBuffer) operands[k];
            DType type = k < program.outputs() ? program.outputType(k) : program.inputType(k - program.outputs());
            Extents.check(type, b, layouts[k]);
            buffers[k] = b;
            boolean inArray = b.array(type) != null;
            arrays &= inArray;
            natives &= !inArray;
            plain &= type == program.dtype();
        }
        ElementwisePlan walk = ElementwisePlan.of(layouts);
        Place[] places = new Place[buffers.length];
        if (plain && (arrays || natives) && side(walk, places, arrays, program.outputs())) {
            direct(program, walk, buffers, places, numbers);
        } else {
            Arrays.fill(places, Place.ARRAY);
            FusedPlan plan = plan(program, places);
            int lanes = operations(program).carrier().lanes();
            Parallel.forRange(
                    walk.numel(),
                    Math.min(Grain.MEDIUM, grain(program)),
                    (from, to) -> FusedWalk.scratch(plan, walk, program, buffers, lanes, numbers, from, to));
        }
        Reference.reachabilityFence(operands);
    }

    /** Where operands lie when all of them are one run of neighbours or one element; false when they are not. */
    private static boolean side(ElementwisePlan walk, Place[] places, boolean arrays, int outputs) {
        if (walk.rank() != 1 || walk.numel() < LEAST_ROW) {
            return false;
        }
        for (int k = 0; k < places.length; k++) {
            long stride = walk.innerStride(k);
            if (stride == 1) {
                places[k] = arrays ? Place.ARRAY : Place.NATIVE;
            } else if (stride == 0 && k >= outputs) {
                places[k] = arrays ? Place.ONE_OF_ARRAY : Place.ONE_OF_NATIVE;
            } else {
                return false;
            }
        }
        return true;
    }

    private void direct(
            FusedProgram program, ElementwisePlan walk, CpuBuffer[] buffers, Place[] places, double[] numbers) {
        FusedPlan plan = plan(program, places);
        int lanes = operations(program).carrier().lanes();
        long[] positions = new long[buffers.length];
        for (int k = 0; k < positions.length; k++) {
            positions[k] = walk.offset(k);
        }
        Parallel.forRange(walk.numel(), grain(program), (from, to) -> {
            long done = FusedWalk.direct(plan, places, buffers, positions, program.dtype(), lanes, numbers, from, to);
            if (from + done < to) {
                Place[] scratch = new Place[places.length];
                Arrays.fill(scratch, Place.ARRAY);
                FusedWalk.scratch(plan(program, scratch), walk, program, buffers, lanes, numbers, from + done, to);
            }
        });
    }

    /** The least of the steps' grains, less for each further costly step. */
    private static int grain(FusedProgram program) {
        int least = Grain.CHEAP;
        int costly = 0;
        for (int i = 0; i < program.steps(); i++) {
            int grain = grain(program.kind(i));
            least = Math.min(least, grain);
            costly += grain < Grain.CHEAP ? 1 : 0;
        }
        return Math.max(Grain.EXPENSIVE, least / Math.max(1, costly));
    }

    private FusedOperations operations(FusedProgram program) {
        return program.dtype() == DType.FLOAT64 ? doubles : floats;
    }

    private FusedPlan plan(FusedProgram program, Place[] places) {
        Key key = new Key(program, List.of(places));
        synchronized (plans) {
            FusedPlan known = plans.get(key);
            if (known != null) {
                return known;
            }
        }
        // Outside of the lock, since it takes milliseconds; twice at the same time does no harm.
        FusedPlan fresh = FusedPlan.of(program, places, operations(program), FusedCpu::weight);
        synchronized (plans) {
            FusedPlan known = plans.putIfAbsent(key, fresh);
            return known == null ? fresh : known;
        }
    }
}
