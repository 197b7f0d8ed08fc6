package dev.jgrad.cpu.scalar;

import dev.jgrad.cpu.loops.BFloat16;
import dev.jgrad.cpu.loops.FloatBinaryLoop;
import dev.jgrad.data.DType;
import dev.jgrad.spi.BinaryKind;

/**
 * Floor and trunc division of two tensors in a 16-bit dtype, each step rounded to it as PyTorch does: the quotient may round
 * up to a whole number that it does not reach. With a divisor of one element PyTorch computes in single precision.
 */
public final class HalfDivision extends FloatBinaryLoop {
    private final boolean floor;
    private final boolean brain;

    private HalfDivision(boolean floor, boolean brain) {
        this.floor = floor;
        this.brain = brain;
    }

    /** Whether a kind in a dtype is computed in these steps. */
    public static boolean serves(BinaryKind kind, DType dtype) {
        return dtype.isReducedFloatingPoint() && (kind == BinaryKind.FLOOR_DIV || kind == BinaryKind.TRUNC_DIV);
    }

    /** The loop of a kind that {@link #serves} names. */
    public static FloatBinaryLoop of(BinaryKind kind, DType dtype) {
        return new HalfDivision(kind == BinaryKind.FLOOR_DIV, dtype == DType.BFLOAT16);
    }

    private float round(float x) {
        return brain ? BFloat16.toFloat(BFloat16.of(x)) : Float.float16ToFloat(Float.floatToFloat16(x));
    }

    private float divide(float a, float b) {
        float quotient = round(a / b);
        if (!floor) {
            return (float) Elementary.trunc(quotient);
        }
        if (b == 0) {
            return quotient;
        }
        float mod = round(a % b);
        float div = round(round(a - mod) / b);
        if (mod != 0 && (b < 0) != (mod < 0)) {
            div = round(div - 1);
        }
        if (div == 0) {
            return Math.copySign(0, quotient);
        }
        float whole = (float) Math.floor(div);
        return round(div - whole) > 0.5f ? round(whole + 1) : whole;
    }

    @Override
    public void run(float[] a, int ai, float[] b, int bi, float[] out, int oi, int n, float p, float q) {
        for (int i = 0; i < n; i++) {
            out[oi + i] = divide(a[ai + i], b[bi + i]);
        }
    }

    @Override
    public void runRight(float[] a, int ai, float b, float[] out, int oi, int n, float p, float q) {
        for (int i = 0; i < n; i++) {
            out[oi + i] = divide(a[ai + i], b);
        }
    }

    @Override
    public void runLeft(float a, float[] b, int bi, float[] out, int oi, int n, float p, float q) {
        for (int i = 0; i < n; i++) {
            out[oi + i] = divide(a, b[bi + i]);
        }
    }

    @Override
    public void run(long a, long b, long out, int n, float p, float q) {
        throw widened();
    }

    @Override
    public void runRight(long a, float b, long out, int n, float p, float q) {
        throw widened();
    }

    @Override
    public void runLeft(float a, long b, long out, int n, float p, float q) {
        throw widened();
    }

    private static IllegalStateException widened() {
        return new IllegalStateException("16-bit elements are widened into arrays first");
    }
}
