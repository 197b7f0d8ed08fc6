package dev.jgrad.cpu.kernels.index;

import dev.jgrad.cpu.CpuBuffer;
import dev.jgrad.cpu.Native;
import dev.jgrad.cpu.kernels.lanes.Workspace;
import dev.jgrad.cpu.loops.Blocks;
import dev.jgrad.data.DType;
import dev.jgrad.spi.ScatterKind;

/**
 * Adds (multiplies, …) values to what is at some positions, one after the other, so that repeated positions are right
 * and the result is always the same.
 */
abstract class Combiner {
    static Combiner of(DType dtype) {
        return switch (dtype) {
            case FLOAT32, FLOAT16, BFLOAT16, FLOAT64 -> new OfDoubles();
            case INT64, INT32, INT16, INT8, UINT8, BOOL -> new OfLongs();
        };
    }

    /** Combines {@code n} source elements, a stride apart, with those at the positions. */
    abstract void each(
            ScatterKind kind,
            DType dtype,
            CpuBuffer self,
            long[] position,
            CpuBuffer source,
            long from,
            long stride,
            int n);

    /** Combines runs of neighbouring elements, of which no two are the same. */
    abstract void run(ScatterKind kind, DType dtype, CpuBuffer self, long to, CpuBuffer source, long from, int n);

    private static final class OfDoubles extends Combiner {
        private final Workspace workspace = Workspace.current();

        @Override
        void each(
                ScatterKind kind,
                DType dtype,
                CpuBuffer self,
                long[] position,
                CpuBuffer source,
                long from,
                long stride,
                int n) {
            double[] values = workspace.doubles(0, n);
            Blocks.load(dtype, source, from, stride, values, 0, n);
            if (dtype == DType.FLOAT32 && kind == ScatterKind.ADD) {
                addEach(self, position, values, n);
                return;
            }
            double[] there = workspace.doubles(1, 1);
            for (int i = 0; i < n; i++) {
                Blocks.load(dtype, self, position[i], 1, there, 0, 1);
                there[0] = combine(kind, there[0], values[i]);
                Blocks.store(dtype, self, position[i], 1, there, 0, 1);
            }
        }

        private static void addEach(CpuBuffer self, long[] position, double[] values, int n) {
            if (self.array(DType.FLOAT32) instanceof float[] floats) {
                for (int i = 0; i < n; i++) {
                    floats[(int) position[i]] += (float) values[i];
                }
                return;
            }
            long address = self.nativeAddress();
            for (int i = 0; i < n; i++) {
                long at = address + 4 * position[i];
                Native.ALL.set(Native.FLOAT, at, Native.ALL.get(Native.FLOAT, at) + (float) values[i]);
            }
        }

        @Override
        void run(ScatterKind kind, DType dtype, CpuBuffer self, long to, CpuBuffer source, long from, int n) {
            if (dtype != DType.FLOAT64 && kind == ScatterKind.ADD) {
                addFloats(dtype, self, to, source, from, n);
                return;
            }
            double[] values = workspace.doubles(0, n);
            double[] there = workspace.doubles(1, n);
            Blocks.load(dtype, source, from, 1, values, 0, n);
            Blocks.load(dtype, self, to, 1, there, 0, n);
            for (int i = 0; i < n; i++) {
                there[i] = combine(kind, there[i], values[i]);
            }
            Blocks.store(dtype, self, to, 1, there, 0, n);
        }

        private void addFloats(DType dtype, CpuBuffer self, long to, CpuBuffer source, long from, int n) {
            float[] values = workspace.floats(0, n);
            float[] there = workspace.floats(1, n);
            Blocks.load(dtype, source, from, 1, values, 0, n);
            Blocks.load(dtype, self, to, 1, there, 0, n);
            for (int i = 0; i < n; i++) {
                there[i] += values[i];
            }
            Blocks.store(dtype, self, to, 1, there, 0, n);
        }

        private static double combine(ScatterKind kind, double there, double value) {
            return switch (kind) {
                case SET -> value;
                case ADD -> there + value;
                case MUL -> there * value;
                case MAX -> Math.max(there, value);
                case MIN -> Math.min(there, value);
            };
        }
    }

    private static final class OfLongs extends Combiner {
        private final Workspace workspace = Workspace.current();

        @Override
        void each(
                ScatterKind kind,
                DType dtype,
                CpuBuffer self,
                long[] position,
                CpuBuffer source,
                long from,
                long stride,
                int n) {
            // Slot 2 and 3: positions and index values are in the lower ones.
            long[] values = workspace.longs(2, n);
            long[] there = workspace.longs(3, 1);
            Blocks.load(dtype, source, from, stride, values, 0, n);
            for (int i = 0; i < n; i++) {
                Blocks.load(dtype, self, position[i], 1, there, 0, 1);
                there[0] = combine(kind, there[0], values[i]);
                Blocks.store(dtype, self, position[i], 1, there, 0, 1);
            }
        }

        @Override
        void run(ScatterKind kind, DType dtype, CpuBuffer self, long to, CpuBuffer source, long from, int n) {
            long[] values = workspace.longs(2, n);
            long[] there = workspace.longs(3, n);
            Blocks.load(dtype, source, from, 1, values, 0, n);
            Blocks.load(dtype, self, to, 1, there, 0, n);
            for (int i = 0; i < n; i++) {
                there[i] = combine(kind, there[i], values[i]);
            }
            Blocks.store(dtype, self, to, 1, there, 0, n);
        }

        private static long combine(ScatterKind kind, long there, long value) {
            return switch (kind) {
                case SET -> value;
                case ADD -> there + value;
                case MUL -> there * value;
                case MAX -> Math.max(there, value);
                case MIN -> Math.min(there, value);
            };
        }
    }
}
