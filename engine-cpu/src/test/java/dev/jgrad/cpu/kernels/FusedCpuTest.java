package dev.jgrad.cpu.kernels;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jgrad.cpu.CpuBackend;
import dev.jgrad.cpu.CpuBuffer;
import dev.jgrad.cpu.CpuMemory;
import dev.jgrad.cpu.Native;
import dev.jgrad.cpu.loops.Loops;
import dev.jgrad.data.DType;
import dev.jgrad.data.Layout;
import dev.jgrad.spi.BinaryKind;
import dev.jgrad.spi.Buffer;
import dev.jgrad.spi.FusedProgram;
import dev.jgrad.spi.FusedProgram.Form;
import dev.jgrad.spi.Stream;
import dev.jgrad.spi.TernaryKind;
import dev.jgrad.spi.UnaryKind;
import java.util.Random;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Fused loops give what the loops of the single operations give, in every form of memory; their number is bounded. */
class FusedCpuTest {
    private static final int N = 1037;

    private final Random random = new Random(3);

    private CpuBuffer buffer(DType dtype, boolean isNative, double scale) {
        CpuBuffer b = CpuMemory.INSTANCE.allocate(dtype, N);
        for (int i = 0; i < N; i++) {
            double v = scale * random.nextGaussian();
            if (dtype == DType.FLOAT32) {
                ((float[]) b.array())[i] = (float) v;
            } else {
                ((double[]) b.array())[i] = v;
            }
        }
        if (isNative) {
            b.nativeAddress();
        }
        return b;
    }

    private static double at(CpuBuffer b, DType dtype, int i) {
        Object a = b.array();
        if (dtype == DType.FLOAT32) {
            return a == null ? Native.ALL.get(Native.FLOAT, b.address() + 4L * i) : ((float[]) a)[i];
        }
        return a == null ? Native.ALL.get(Native.DOUBLE, b.address() + 8L * i) : ((double[]) a)[i];
    }

    /** out = (number - a) * kind(a) where a < b, else b; the value of kind(a) as a second output. */
    private static FusedProgram program(DType dtype, UnaryKind kind) {
        var p = new FusedProgram.Builder(dtype, 2, 5, 2);
        p.input(dtype);
        p.input(dtype);
        p.step(Form.UNARY, kind, 0, 0, 0);
        p.step(Form.NUMBER_LEFT, BinaryKind.SUB, 0, 0, 0);
        p.step(Form.BINARY, BinaryKind.MUL, 3, 2, 0);
        p.step(Form.BINARY, BinaryKind.LT, 0, 1, 0);
        p.step(Form.TERNARY, TernaryKind.WHERE, 5, 4, 1);
        p.output(6, dtype);
        p.output(2, dtype);
        return p.build();
    }

    @TestFactory
    java.util.stream.Stream<DynamicTest> agreesWithSingleLoops() {
        return java.util.stream.Stream.of(DType.FLOAT32, DType.FLOAT64)
                .flatMap(dtype -> java.util.stream.Stream.of(false, true)
                        .flatMap(isNative -> java.util.stream.Stream.of(false, true)
                                .flatMap(scalar -> java.util.stream.Stream.of(
                                                UnaryKind.EXP, UnaryKind.RELU, UnaryKind.ERF)
                                        .map(kind -> DynamicTest.dynamicTest(
                                                kind + " " + dtype + (isNative ? " native" : " heap")
                                                        + (scalar ? " scalar" : ""),
                                                () -> compare(
                                                        dtype,
                                                        isNative,
                                                        scalar ? Loops.scalar() : Loops.standard(),
                                                        kind))))));
    }

    private void compare(DType dtype, boolean isNative, Loops loops, UnaryKind kind) {
        FusedCpu fused = new FusedCpu(loops);
        if (fused.weight(kind, dtype) == 0) {
            return; // no vector form
        }
        ElementwiseCpu single = new ElementwiseCpu(loops);
        Stream s = new CpuBackend().stream();
        CpuBuffer a = buffer(dtype, isNative, 1);
        CpuBuffer b = buffer(dtype, isNative, 1);
        CpuBuffer out = buffer(dtype, isNative, 0);
        CpuBuffer second = buffer(dtype, isNative, 0);
        CpuBuffer f = buffer(dtype, isNative, 0);
        CpuBuffer t = buffer(dtype, isNative, 0);
        Layout l = Layout.contiguous(N);
        double[] numbers = {0, 0, 0, 1.5, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};
        fused.run(s, program(dtype, kind), new Buffer[] {out, second, a, b}, new Layout[] {l, l, l, l}, numbers);
        single.unary(s, kind, dtype, f, l, a, l, 0, 0, 0);
        single.binaryScalar(s, BinaryKind.SUB, dtype, t, l, a, l, 1.5, 0, true, 0);
        single.binary(s, BinaryKind.MUL, dtype, t, l, t, l, f, l, 0, 0);
        for (int i = 0; i < N; i++) {
            double expected = at(a, dtype, i) < at(b, dtype, i) ? at(t, dtype, i) : at(b, dtype, i);
            double close = (dtype == DType.FLOAT32 ? 1e-6 : 1e-15) * Math.max(1, Math.abs(expected));
            assertEquals(expected, at(out, dtype, i), close, "at " + i);
            assertEquals(at(f, dtype, i), at(second, dtype, i), close, "second at " + i);
        }
    }

    @Test
    void keepsABoundedNumberOfPrograms() {
        FusedCpu fused = new FusedCpu();
        Stream s = new CpuBackend().stream();
        CpuBuffer a = buffer(DType.FLOAT32, false, 1);
        CpuBuffer out = buffer(DType.FLOAT32, false, 1);
        Layout l = Layout.contiguous(N);
        UnaryKind[] kinds = {UnaryKind.NEG, UnaryKind.ABS, UnaryKind.RELU, UnaryKind.SQUARE};
        for (int i = 0; i < FusedCpu.MOST_PLANS + 30; i++) {
            var p = new FusedProgram.Builder(DType.FLOAT32, 1, 5, 1);
            p.input(DType.FLOAT32);
            for (int k = 0, rest = i; k < 5; k++, rest /= 4) {
                p.step(Form.UNARY, kinds[rest % 4], k, 0, 0);
            }
            p.output(5, DType.FLOAT32);
            fused.run(s, p.build(), new Buffer[] {out, a}, new Layout[] {l, l}, new double[15]);
            assertTrue(fused.plans() <= FusedCpu.MOST_PLANS);
        }
        assertEquals(FusedCpu.MOST_PLANS, fused.plans());
    }
}
