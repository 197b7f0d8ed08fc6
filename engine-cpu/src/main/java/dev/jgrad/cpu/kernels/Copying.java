package dev.jgrad.cpu.kernels;

import dev.jgrad.cpu.CpuBuffer;
import dev.jgrad.cpu.Native;
import dev.jgrad.cpu.threads.Parallel;
import dev.jgrad.data.DType;
import dev.jgrad.data.Layout;
import dev.jgrad.spi.ElementwisePlan;
import java.lang.foreign.MemorySegment;

/** Copies elements, with conversion where the dtypes differ. */
final class Copying {
    /** Elements that are repeated at a time: they stay in the first-level cache. */
    private static final long REPEATED = 2048;

    private Copying() {}

    static void copy(DType outDType, CpuBuffer out, Layout outLayout, DType inDType, CpuBuffer in, Layout inLayout) {
        if (outLayout.numel() == 0) {
            return;
        }
        if (outDType == inDType && outLayout.isContiguous() && inLayout.isContiguous()) {
            Object from = in.array(inDType);
            Object to = out.array(outDType);
            if (from != null && to != null) {
                System.arraycopy(from, (int) inLayout.offset(), to, (int) outLayout.offset(), (int) outLayout.numel());
                return;
            }
        }
        Extents.check(outDType, out, outLayout);
        Extents.check(inDType, in, inLayout);
        ElementwisePlan plan = ElementwisePlan.of(outLayout, inLayout);
        if (outDType == inDType) {
            same(bits(outDType), plan, out, in);
        } else {
            convert(plan, outDType, out, inDType, in);
        }
    }

    /** The dtype of the same carrier that conversion does not touch: bits stay as they are. */
    private static DType bits(DType dtype) {
        return switch (dtype) {
            case FLOAT16, BFLOAT16, INT16 -> DType.INT16;
            case INT8, UINT8, BOOL -> DType.INT8;
            case FLOAT32, FLOAT64, INT64, INT32 -> dtype;
        };
    }

    private static void same(DType dtype, ElementwisePlan plan, CpuBuffer out, CpuBuffer in) {
        if (plan.isContiguous() && out.isNative() && in.isNative()) {
            long size = dtype.byteSize();
            long target = out.address() + plan.offset(0) * size;
            long source = in.address() + plan.offset(1) * size;
            Parallel.forRange(
                    plan.numel() * size,
                    Grain.CHEAP * 4,
                    (from, to) -> MemorySegment.copy(Native.ALL, source + from, Native.ALL, target + from, to - from));
            return;
        }
        if (out.isNative() && plan.rank() == 1 && plan.innerStride(0) == 1 && plan.innerStride(1) == 0) {
            repeat(dtype, plan, out, in);
            return;
        }
        if (Transposing.applies(plan, dtype, out, in)) {
            Transposing.copy(plan, dtype, out, in);
            return;
        }
        convert(plan, dtype, out, dtype, in);
    }

    /** One element over and over, as in the gradient of a sum: some of them, and then copies of these. */
    private static void repeat(DType dtype, ElementwisePlan plan, CpuBuffer out, CpuBuffer in) {
        long some = Math.min(plan.numel(), REPEATED);
        convert(plan, dtype, out, dtype, in, 0, some);
        long size = dtype.byteSize();
        long source = out.address() + plan.offset(0) * size;
        Parallel.forRange(plan.numel() - some, Grain.CHEAP, (from, to) -> {
            for (long at = from; at < to; at += some) {
                long bytes = Math.min(some, to - at) * size;
                MemorySegment.copy(Native.ALL, source, Native.ALL, source + (some + at) * size, bytes);
            }
        });
    }

    private static void convert(ElementwisePlan plan, DType outDType, CpuBuffer out, DType inDType, CpuBuffer in) {
        Parallel.forRange(
                plan.numel(), Grain.MEDIUM, (from, to) -> convert(plan, outDType, out, inDType, in, from, to));
    }

    private static void convert(
            ElementwisePlan plan, DType outDType, CpuBuffer out, DType inDType, CpuBuffer in, long from, long to) {
        switch (inDType) {
            case FLOAT32, FLOAT16, BFLOAT16 -> FloatWalk.copy(plan, outDType, out, inDType, in, from, to);
            case FLOAT64 -> DoubleWalk.copy(plan, outDType, out, inDType, in, from, to);
            case INT64, INT32, INT16, INT8, UINT8, BOOL -> LongWalk.copy(plan, outDType, out, inDType, in, from, to);
        }
    }
}
