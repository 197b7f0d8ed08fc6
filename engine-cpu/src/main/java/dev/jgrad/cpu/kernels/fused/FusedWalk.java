package dev.jgrad.cpu.kernels.fused;

import dev.jgrad.cpu.CpuBuffer;
import dev.jgrad.cpu.loops.Blocks;
import dev.jgrad.cpu.loops.Cursor;
import dev.jgrad.cpu.loops.FusedStage.Place;
import dev.jgrad.data.DType;
import dev.jgrad.spi.ElementwisePlan;
import dev.jgrad.spi.FusedProgram;

/** Takes a range of elements through the stages of a plan, in blocks that stay in the first-level cache. */
public final class FusedWalk {
    private static final int BLOCK = 1024;

    /** Without scratch arrays only so that a loop returns often enough to be replaced by compiled code. */
    private static final int LONGEST_RUN = 16 << 10;

    private static final ThreadLocal<FusedWalk> SCRATCH = ThreadLocal.withInitial(FusedWalk::new);

    private Object[] floats = new Object[0];
    private Object[] doubles = new Object[0];

    private FusedWalk() {}

    /** Scratch arrays of this thread. */
    private Object[] room(boolean isFloat, int count) {
        Object[] have = isFloat ? floats : doubles;
        if (have.length < count) {
            have = java.util.Arrays.copyOf(have, count);
            for (int i = 0; i < count; i++) {
                if (have[i] == null) {
                    have[i] = isFloat ? new float[BLOCK] : (Object) new double[BLOCK];
                }
            }
            if (isFloat) {
                floats = have;
            } else {
                doubles = have;
            }
        }
        return have;
    }

    /**
     * Elements that lie side by side in every operand, or are one element for all.
     *
     * @param places by operand, outputs first
     * @param positions by operand, in elements, of element 0 of the range
     * @return how many were done: all but what does not fill a vector
     */
    public static long direct(
            FusedPlan plan,
            Place[] places,
            CpuBuffer[] operands,
            long[] positions,
            DType dtype,
            int lanes,
            double[] numbers,
            long from,
            long to) {
        int size = dtype.byteSize();
        Object[] memory = new Object[plan.slotCount()];
        long[] start = new long[plan.slotCount()];
        for (int k = 0; k < operands.length; k++) {
            boolean inArray = places[k] == Place.ARRAY || places[k] == Place.ONE_OF_ARRAY;
            memory[k] = inArray ? operands[k].array() : null;
            start[k] = inArray ? positions[k] : operands[k].address() + size * positions[k];
        }
        Object[] scratch = SCRATCH.get().room(dtype == DType.FLOAT32, plan.slotCount());
        System.arraycopy(scratch, operands.length, memory, operands.length, plan.slotCount() - operands.length);
        long[] step = new long[plan.slotCount()];
        for (int k = 0; k < operands.length; k++) {
            step[k] = places[k] == Place.ARRAY ? 1 : places[k] == Place.NATIVE ? size : 0;
            start[k] += step[k] * from;
        }
        Object[][] byStage = memory(plan, memory);
        long[] room = new long[plan.slotCount()];
        int longest = plan.stages() == 1 ? LONGEST_RUN : BLOCK;
        long whole = (to - from) / lanes * lanes;
        for (long done = 0; done < whole; ) {
            int n = (int) Math.min(longest, whole - done);
            stages(plan, byStage, start, room, n, numbers);
            for (int k = 0; k < operands.length; k++) {
                start[k] += step[k] * n;
            }
            done += n;
        }
        return whole;
    }

    /** Any strides, memory and dtypes: everything passes through scratch arrays. */
    public static void scratch(
            FusedPlan plan,
            ElementwisePlan walk,
            FusedProgram program,
            CpuBuffer[] operands,
            int lanes,
            double[] numbers,
            long from,
            long to) {
        boolean isFloat = program.dtype() == DType.FLOAT32;
        Object[] memory = SCRATCH.get().room(isFloat, plan.slotCount());
        long[] start = new long[plan.slotCount()];
        Object[][] byStage = memory(plan, memory);
        long[] room = new long[plan.slotCount()];
        Cursor source = new Cursor(walk, from);
        Cursor target = new Cursor(walk, from);
        for (long left = to - from; left > 0; left -= BLOCK) {
            int n = (int) Math.min(BLOCK, left);
            for (int at = 0; at < n; ) {
                int k = (int) Math.min(n - at, source.run());
                for (int i = program.outputs(); i < operands.length; i++) {
                    DType type = stored(program.inputType(i - program.outputs()));
                    if (isFloat) {
                        Blocks.load(
                                type, operands[i], source.position(i), walk.innerStride(i), (float[]) memory[i], at, k);
                    } else {
                        Blocks.load(
                                type,
                                operands[i],
                                source.position(i),
                                walk.innerStride(i),
                                (double[]) memory[i],
                                at,
                                k);
                    }
                }
                source.advance(k);
                at += k;
            }
            stages(plan, byStage, start, room, (n + lanes - 1) / lanes * lanes, numbers);
            for (int at = 0; at < n; ) {
                int k = (int) Math.min(n - at, target.run());
                for (int i = 0; i < program.outputs(); i++) {
                    DType type = stored(program.outputType(i));
                    if (isFloat) {
                        Blocks.store(
                                type, operands[i], target.position(i), walk.innerStride(i), (float[]) memory[i], at, k);
                    } else {
                        Blocks.store(
                                type,
                                operands[i],
                                target.position(i),
                                walk.innerStride(i),
                                (double[]) memory[i],
                                at,
                                k);
                    }
                }
                target.advance(k);
                at += k;
            }
        }
    }

    /** Truth values are 0 and 1 already. */
    private static DType stored(DType dtype) {
        return dtype == DType.BOOL ? DType.UINT8 : dtype;
    }

    /** The operands of each stage, of the memory by slot. */
    private static Object[][] memory(FusedPlan plan, Object[] bySlot) {
        Object[][] all = new Object[plan.stages()][];
        for (int s = 0; s < all.length; s++) {
            int[] slots = plan.slots(s);
            all[s] = new Object[slots.length];
            for (int k = 0; k < slots.length; k++) {
                all[s][k] = bySlot[slots[k]];
            }
        }
        return all;
    }

    /** @param places room for the places of a stage's operands */
    private static void stages(
            FusedPlan plan, Object[][] memory, long[] start, long[] places, int n, double[] numbers) {
        for (int s = 0; s < plan.stages(); s++) {
            int[] slots = plan.slots(s);
            for (int k = 0; k < slots.length; k++) {
                places[k] = start[slots[k]];
            }
            plan.loop(s).run(memory[s], places, n, numbers);
        }
    }
}
