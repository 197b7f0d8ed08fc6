package dev.jgrad.cpu.kernels.lanes;

import dev.jgrad.cpu.Native;
import java.nio.ByteOrder;
import java.util.Arrays;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import org.jspecify.annotations.Nullable;

/** The Vector API form. Loaded only where the incubator module is present. */
final class VectorFloatLanes extends FloatLanes {
    private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Integer> I = S.vectorShape().withLanes(int.class);
    private static final int L = S.length();
    /** As many bytes as a vector has floats; null where there is no vector as short as that. */
    private static final @Nullable VectorSpecies<Byte> BYTES =
            L == 16 ? ByteVector.SPECIES_128 : L == 8 ? ByteVector.SPECIES_64 : null;

    private static final ByteOrder ORDER = ByteOrder.nativeOrder();
    /** A lane takes this many additions before its sum goes over to double. */
    private static final int BLOCK = 128 * L;

    private static final float LOG2_E = 1.44269504088896341f;
    private static final float LN2_HIGH = -0.693359375f;
    private static final float LN2_LOW = 2.12194440e-4f;

    /** Added to a number below 2^22 it leaves no room for a fraction. */
    private static final float ROUNDER = 0x1.8p23f;

    @Override
    public double sum(float[] a, int at, int n) {
        double total = 0;
        for (int done = 0; done < n; done += BLOCK) {
            total += blockSum(a, at + done, Math.min(BLOCK, n - done));
        }
        return total;
    }

    private static double blockSum(float[] a, int at, int n) {
        int i = at;
        int end = at + n;
        double total = 0;
        if (n >= L) {
            FloatVector s0 = FloatVector.zero(S);
            FloatVector s1 = s0;
            FloatVector s2 = s0;
            FloatVector s3 = s0;
            for (; i <= end - 4 * L; i += 4 * L) {
                s0 = s0.add(FloatVector.fromArray(S, a, i));
                s1 = s1.add(FloatVector.fromArray(S, a, i + L));
                s2 = s2.add(FloatVector.fromArray(S, a, i + 2 * L));
                s3 = s3.add(FloatVector.fromArray(S, a, i + 3 * L));
            }
            for (; i <= end - L; i += L) {
                s0 = s0.add(FloatVector.fromArray(S, a, i));
            }
            total = s0.add(s1).add(s2.add(s3)).reduceLanes(VectorOperators.ADD);
        }
        for (; i < end; i++) {
            total += a[i];
        }
        return total;
    }

    private static FloatVector at(long address) {
        return FloatVector.fromMemorySegment(S, Native.ALL, address, ORDER);
    }

    @Override
    public double sum(long address, int n) {
        double total = 0;
        for (int done = 0; done < n; done += BLOCK) {
            total += blockSum(address + 4L * done, Math.min(BLOCK, n - done));
        }
        return total;
    }

    private static double blockSum(long address, int n) {
        long i = address;
        long end = address + 4L * n;
        double total = 0;
        if (n >= L) {
            FloatVector s0 = FloatVector.zero(S);
            FloatVector s1 = s0;
            FloatVector s2 = s0;
            FloatVector s3 = s0;
            for (; i <= end - 16L * L; i += 16L * L) {
                s0 = s0.add(at(i));
                s1 = s1.add(at(i + 4L * L));
                s2 = s2.add(at(i + 8L * L));
                s3 = s3.add(at(i + 12L * L));
            }
            for (; i <= end - 4L * L; i += 4L * L) {
                s0 = s0.add(at(i));
            }
            total = s0.add(s1).add(s2.add(s3)).reduceLanes(VectorOperators.ADD);
        }
        for (; i < end; i += 4) {
            total += Native.ALL.get(Native.FLOAT, i);
        }
        return total;
    }

    @Override
    public float max(long address, int n) {
        long i = address;
        long end = address + 4L * n;
        if (n < L) {
            return maxOneByOne(address, n);
        }
        // A comparison and a choice cost a third of a maximum that minds NaN. A sum that is no number tells of one (or
        // of two
        // infinities). What is looked at twice does not matter, so the tail is the last whole vectors.
        FloatVector m0 = at(end - 4L * L);
        FloatVector m1 = at(n < 2 * L ? address : end - 8L * L);
        FloatVector all = m0.add(m1);
        for (; i <= end - 8L * L; i += 8L * L) {
            FloatVector v0 = at(i);
            FloatVector v1 = at(i + 4L * L);
            m0 = m0.blend(v0, v0.compare(VectorOperators.GT, m0));
            m1 = m1.blend(v1, v1.compare(VectorOperators.GT, m1));
            all = all.add(v0.add(v1));
        }
        float m = m0.max(m1).reduceLanes(VectorOperators.MAX);
        return Float.isNaN(all.reduceLanes(VectorOperators.ADD)) ? maxOneByOne(address, n) : m;
    }

    private static float maxOneByOne(long address, int n) {
        float m = Float.NEGATIVE_INFINITY;
        for (int i = 0; i < n; i++) {
            m = Math.max(m, Native.ALL.get(Native.FLOAT, address + 4L * i));
        }
        return m;
    }

    @Override
    public float min(long address, int n) {
        long i = address;
        long end = address + 4L * n;
        if (n < L) {
            return minOneByOne(address, n);
        }
        FloatVector m0 = at(end - 4L * L);
        FloatVector m1 = at(n < 2 * L ? address : end - 8L * L);
        FloatVector all = m0.add(m1);
        for (; i <= end - 8L * L; i += 8L * L) {
            FloatVector v0 = at(i);
            FloatVector v1 = at(i + 4L * L);
            m0 = m0.blend(v0, v0.compare(VectorOperators.LT, m0));
            m1 = m1.blend(v1, v1.compare(VectorOperators.LT, m1));
            all = all.add(v0.add(v1));
        }
        float m = m0.min(m1).reduceLanes(VectorOperators.MIN);
        return Float.isNaN(all.reduceLanes(VectorOperators.ADD)) ? minOneByOne(address, n) : m;
    }

    private static float minOneByOne(long address, int n) {
        float m = Float.POSITIVE_INFINITY;
        for (int i = 0; i < n; i++) {
            m = Math.min(m, Native.ALL.get(Native.FLOAT, address + 4L * i));
        }
        return m;
    }

    @Override
    public void addRows(long address, long rowBytes, int rows, int width, float[] sums) {
        int r = 0;
        for (; r + 4 <= rows; r += 4) {
            addFour(address + r * rowBytes, rowBytes, width, sums);
        }
        for (; r < rows; r++) {
            addOne(address + r * rowBytes, width, sums);
        }
    }

    private static void addFour(long address, long rowBytes, int width, float[] sums) {
        long second = address + rowBytes;
        long third = second + rowBytes;
        long fourth = third + rowBytes;
        int j = 0;
        for (; j <= width - L; j += L) {
            long shift = 4L * j;
            FloatVector x = at(address + shift).add(at(second + shift));
            FloatVector y = at(third + shift).add(at(fourth + shift));
            FloatVector.fromArray(S, sums, j).add(x.add(y)).intoArray(sums, j);
        }
        for (; j < width; j++) {
            long shift = 4L * j;
            float x = Native.ALL.get(Native.FLOAT, address + shift) + Native.ALL.get(Native.FLOAT, second + shift);
            float y = Native.ALL.get(Native.FLOAT, third + shift) + Native.ALL.get(Native.FLOAT, fourth + shift);
            sums[j] += x + y;
        }
    }

    private static void addOne(long address, int width, float[] sums) {
        int j = 0;
        for (; j <= width - L; j += L) {
            FloatVector.fromArray(S, sums, j).add(at(address + 4L * j)).intoArray(sums, j);
        }
        for (; j < width; j++) {
            sums[j] += Native.ALL.get(Native.FLOAT, address + 4L * j);
        }
    }

    @Override
    public void addWindows(
            long to,
            long toStep,
            long toRow,
            long from,
            long fromStep,
            long fromRow,
            int windows,
            int rows,
            int length) {
        int whole = length / L * L;
        VectorMask<Float> rest = S.indexInRange(whole, length);
        boolean ragged = whole < length;
        for (int w = 0; w < windows; w++) {
            // The runs of a window lie in different rows: none waits for what was written just before.
            for (int r = 0; r < rows; r++) {
                long target = to + w * toStep + r * toRow;
                long source = from + w * fromStep + r * fromRow;
                for (int i = 0; i < whole; i += L) {
                    at(target + 4L * i).add(at(source + 4L * i)).intoMemorySegment(Native.ALL, target + 4L * i, ORDER);
                }
                if (ragged) {
                    addSome(target + 4L * whole, source + 4L * whole, rest);
                }
            }
        }
    }

    private static void addSome(long target, long source, VectorMask<Float> some) {
        FloatVector.fromMemorySegment(S, Native.ALL, target, ORDER, some)
                .add(FloatVector.fromMemorySegment(S, Native.ALL, source, ORDER, some))
                .intoMemorySegment(Native.ALL, target, ORDER, some);
    }

    @Override
    public double sumSquares(float[] a, int at, int n, float centre) {
        double total = 0;
        for (int done = 0; done < n; done += BLOCK) {
            total += blockSquares(a, at + done, Math.min(BLOCK, n - done), centre);
        }
        return total;
    }

    private static double blockSquares(float[] a, int at, int n, float centre) {
        int i = at;
        int end = at + n;
        double total = 0;
        if (n >= L) {
            FloatVector c = FloatVector.broadcast(S, centre);
            FloatVector s0 = FloatVector.zero(S);
            FloatVector s1 = s0;
            FloatVector s2 = s0;
            FloatVector s3 = s0;
            for (; i <= end - 4 * L; i += 4 * L) {
                FloatVector d0 = FloatVector.fromArray(S, a, i).sub(c);
                FloatVector d1 = FloatVector.fromArray(S, a, i + L).sub(c);
                FloatVector d2 = FloatVector.fromArray(S, a, i + 2 * L).sub(c);
                FloatVector d3 = FloatVector.fromArray(S, a, i + 3 * L).sub(c);
                s0 = d0.fma(d0, s0);
                s1 = d1.fma(d1, s1);
                s2 = d2.fma(d2, s2);
                s3 = d3.fma(d3, s3);
            }
            for (; i <= end - L; i += L) {
                FloatVector d = FloatVector.fromArray(S, a, i).sub(c);
                s0 = d.fma(d, s0);
            }
            total = s0.add(s1).add(s2.add(s3)).reduceLanes(VectorOperators.ADD);
        }
        for (; i < end; i++) {
            float d = a[i] - centre;
            total += d * d;
        }
        return total;
    }

    @Override
    public double dot(float[] a, int at, float[] b, int bt, int n) {
        double total = 0;
        for (int done = 0; done < n; done += BLOCK) {
            total += blockDot(a, at + done, b, bt + done, Math.min(BLOCK, n - done));
        }
        return total;
    }

    private static double blockDot(float[] a, int at, float[] b, int bt, int n) {
        int i = 0;
        double total = 0;
        if (n >= L) {
            FloatVector s0 = FloatVector.zero(S);
            FloatVector s1 = s0;
            FloatVector s2 = s0;
            FloatVector s3 = s0;
            for (; i <= n - 4 * L; i += 4 * L) {
                s0 = FloatVector.fromArray(S, a, at + i).fma(FloatVector.fromArray(S, b, bt + i), s0);
                s1 = FloatVector.fromArray(S, a, at + i + L).fma(FloatVector.fromArray(S, b, bt + i + L), s1);
                s2 = FloatVector.fromArray(S, a, at + i + 2 * L).fma(FloatVector.fromArray(S, b, bt + i + 2 * L), s2);
                s3 = FloatVector.fromArray(S, a, at + i + 3 * L).fma(FloatVector.fromArray(S, b, bt + i + 3 * L), s3);
            }
            for (; i <= n - L; i += L) {
                s0 = FloatVector.fromArray(S, a, at + i).fma(FloatVector.fromArray(S, b, bt + i), s0);
            }
            total = s0.add(s1).add(s2.add(s3)).reduceLanes(VectorOperators.ADD);
        }
        for (; i < n; i++) {
            total += a[at + i] * b[bt + i];
        }
        return total;
    }

    @Override
    public float max(float[] a, int at, int n) {
        int i = at;
        int end = at + n;
        if (n < L) {
            return maxOneByOne(a, at, n);
        }
        FloatVector m0 = FloatVector.fromArray(S, a, end - L);
        FloatVector m1 = FloatVector.fromArray(S, a, n < 2 * L ? at : end - 2 * L);
        FloatVector all = m0.add(m1);
        for (; i <= end - 2 * L; i += 2 * L) {
            FloatVector v0 = FloatVector.fromArray(S, a, i);
            FloatVector v1 = FloatVector.fromArray(S, a, i + L);
            m0 = m0.blend(v0, v0.compare(VectorOperators.GT, m0));
            m1 = m1.blend(v1, v1.compare(VectorOperators.GT, m1));
            all = all.add(v0.add(v1));
        }
        float m = m0.max(m1).reduceLanes(VectorOperators.MAX);
        return Float.isNaN(all.reduceLanes(VectorOperators.ADD)) ? maxOneByOne(a, at, n) : m;
    }

    private static float maxOneByOne(float[] a, int at, int n) {
        float m = Float.NEGATIVE_INFINITY;
        for (int i = at; i < at + n; i++) {
            m = Math.max(m, a[i]);
        }
        return m;
    }

    @Override
    public float min(float[] a, int at, int n) {
        int i = at;
        int end = at + n;
        if (n < L) {
            return minOneByOne(a, at, n);
        }
        FloatVector m0 = FloatVector.fromArray(S, a, end - L);
        FloatVector m1 = FloatVector.fromArray(S, a, n < 2 * L ? at : end - 2 * L);
        FloatVector all = m0.add(m1);
        for (; i <= end - 2 * L; i += 2 * L) {
            FloatVector v0 = FloatVector.fromArray(S, a, i);
            FloatVector v1 = FloatVector.fromArray(S, a, i + L);
            m0 = m0.blend(v0, v0.compare(VectorOperators.LT, m0));
            m1 = m1.blend(v1, v1.compare(VectorOperators.LT, m1));
            all = all.add(v0.add(v1));
        }
        float m = m0.min(m1).reduceLanes(VectorOperators.MIN);
        return Float.isNaN(all.reduceLanes(VectorOperators.ADD)) ? minOneByOne(a, at, n) : m;
    }

    private static float minOneByOne(float[] a, int at, int n) {
        float m = Float.POSITIVE_INFINITY;
        for (int i = at; i < at + n; i++) {
            m = Math.min(m, a[i]);
        }
        return m;
    }

    // A row in each lane: for rows shorter than two vectors that is faster than a vector along them.

    @Override
    public void maxEach(float[] a, int at, int rows, int width, float[] out) {
        int[] places = new int[L];
        for (int i = 0; i < L; i++) {
            places[i] = i * width;
        }
        int r = 0;
        for (; r <= rows - L; r += L) {
            int from = at + r * width;
            FloatVector m = FloatVector.fromArray(S, a, from, places, 0);
            for (int j = 1; j < width; j++) {
                m = m.max(FloatVector.fromArray(S, a, from + j, places, 0));
            }
            m.intoArray(out, r);
        }
        for (; r < rows; r++) {
            out[r] = maxOneByOne(a, at + r * width, width);
        }
    }

    @Override
    public void minEach(float[] a, int at, int rows, int width, float[] out) {
        int[] places = new int[L];
        for (int i = 0; i < L; i++) {
            places[i] = i * width;
        }
        int r = 0;
        for (; r <= rows - L; r += L) {
            int from = at + r * width;
            FloatVector m = FloatVector.fromArray(S, a, from, places, 0);
            for (int j = 1; j < width; j++) {
                m = m.min(FloatVector.fromArray(S, a, from + j, places, 0));
            }
            m.intoArray(out, r);
        }
        for (; r < rows; r++) {
            out[r] = minOneByOne(a, at + r * width, width);
        }
    }

    /** Four lanes in double: the range of float is left too easily on the way. */
    @Override
    public double product(float[] a, int at, int n) {
        double p0 = 1;
        double p1 = 1;
        double p2 = 1;
        double p3 = 1;
        int i = at;
        int end = at + n;
        for (; i <= end - 4; i += 4) {
            p0 *= a[i];
            p1 *= a[i + 1];
            p2 *= a[i + 2];
            p3 *= a[i + 3];
        }
        for (; i < end; i++) {
            p0 *= a[i];
        }
        return p0 * p1 * (p2 * p3);
    }

    @Override
    public double expSum(float[] a, int at, float[] out, int to, int n, float shift) {
        double total = 0;
        for (int done = 0; done < n; done += BLOCK) {
            total += blockExpSum(a, at + done, out, to + done, Math.min(BLOCK, n - done), shift);
        }
        return total;
    }

    private static double blockExpSum(float[] a, int at, float[] out, int to, int n, float shift) {
        FloatVector c = FloatVector.broadcast(S, shift);
        FloatVector s = FloatVector.zero(S);
        int i = 0;
        for (; i <= n - L; i += L) {
            FloatVector e = exp(FloatVector.fromArray(S, a, at + i).sub(c));
            e.intoArray(out, to + i);
            s = s.add(e);
        }
        double total = s.reduceLanes(VectorOperators.ADD);
        return i < n ? total + tailExpSum(a, at + i, out, to + i, n - i, shift) : total;
    }

    /** The tail takes the same formula as the rest: an element's value must not depend on its place. */
    private static double tailExpSum(float[] a, int at, float[] out, int to, int n, float shift) {
        // One padded vector: masks cost more than the copies here.
        float[] t = new float[L];
        Arrays.fill(t, Float.NEGATIVE_INFINITY);
        System.arraycopy(a, at, t, 0, n);
        FloatVector e = exp(FloatVector.fromArray(S, t, 0).sub(shift));
        e.intoArray(t, 0);
        System.arraycopy(t, 0, out, to, n);
        // NaN, which an infinite shift makes of the padding, must not come in from there.
        double total = 0;
        for (int i = 0; i < n; i++) {
            total += t[i];
        }
        return total;
    }

    /**
     * e^x, 1 ulp; 0 below -87.33, where results have no full precision any more, infinity above 88.37; NaN stays NaN.
     * Several times as fast as {@code lanewise(EXP)}. Source: S. Moshier, Cephes {@code expf}.
     */
    private static FloatVector exp(FloatVector x) {
        return expOfNegative(x).blend(Float.POSITIVE_INFINITY, x.compare(VectorOperators.GT, 88.37f));
    }

    /** The same for what is not above 88.37. */
    static FloatVector expOfNegative(FloatVector x) {
        FloatVector shifted = x.fma(FloatVector.broadcast(S, LOG2_E), FloatVector.broadcast(S, ROUNDER));
        FloatVector n = shifted.sub(ROUNDER);
        FloatVector r = n.fma(FloatVector.broadcast(S, LN2_LOW), n.fma(FloatVector.broadcast(S, LN2_HIGH), x));
        FloatVector p = r.fma(FloatVector.broadcast(S, 1.9875691500e-4f), FloatVector.broadcast(S, 1.3981999507e-3f))
                .fma(r, FloatVector.broadcast(S, 8.3334519073e-3f))
                .fma(r, FloatVector.broadcast(S, 4.1665795894e-2f))
                .fma(r, FloatVector.broadcast(S, 1.6666665459e-1f))
                .fma(r, FloatVector.broadcast(S, 5.0000001201e-1f))
                .fma(r.mul(r), r.add(1f));
        // The low bits of the shifted number are the exponent.
        FloatVector scale = shifted.reinterpretAsInts()
                .lanewise(VectorOperators.LSHL, 23)
                .add(0x3f800000)
                .reinterpretAsFloats();
        return p.mul(scale).blend(0f, x.compare(VectorOperators.LT, -87.33f));
    }

    @Override
    public void exp(float[] a, int at, float[] out, int to, int n) {
        int i = 0;
        for (; i <= n - L; i += L) {
            FloatVector.fromArray(S, a, at + i).lanewise(VectorOperators.EXP).intoArray(out, to + i);
        }
        if (i < n) {
            VectorMask<Float> in = S.indexInRange(i, n);
            FloatVector.fromArray(S, a, at + i, in)
                    .lanewise(VectorOperators.EXP)
                    .intoArray(out, to + i, in);
        }
    }

    @Override
    public void keepGreater(float[] a, int at, float[] best, int to, int[] tap, int tapTo, int n, int number) {
        int i = 0;
        for (; i <= n - L; i += L) {
            FloatVector v = FloatVector.fromArray(S, a, at + i);
            FloatVector b = FloatVector.fromArray(S, best, to + i);
            VectorMask<Float> better = v.compare(VectorOperators.GT, b)
                    .or(v.test(VectorOperators.IS_NAN).andNot(b.test(VectorOperators.IS_NAN)));
            b.blend(v, better).intoArray(best, to + i);
            IntVector.fromArray(I, tap, tapTo + i).blend(number, better.cast(I)).intoArray(tap, tapTo + i);
        }
        for (; i < n; i++) {
            float v = a[at + i];
            float b = best[to + i];
            if (v > b || (v != v && b == b)) {
                best[to + i] = v;
                tap[tapTo + i] = number;
            }
        }
    }

    @Override
    public void keepLesser(float[] a, int at, float[] best, int to, int[] tap, int tapTo, int n, int number) {
        int i = 0;
        for (; i <= n - L; i += L) {
            FloatVector v = FloatVector.fromArray(S, a, at + i);
            FloatVector b = FloatVector.fromArray(S, best, to + i);
            VectorMask<Float> better = v.compare(VectorOperators.LT, b)
                    .or(v.test(VectorOperators.IS_NAN).andNot(b.test(VectorOperators.IS_NAN)));
            b.blend(v, better).intoArray(best, to + i);
            IntVector.fromArray(I, tap, tapTo + i).blend(number, better.cast(I)).intoArray(tap, tapTo + i);
        }
        for (; i < n; i++) {
            float v = a[at + i];
            float b = best[to + i];
            if (v < b || (v != v && b == b)) {
                best[to + i] = v;
                tap[tapTo + i] = number;
            }
        }
    }

    @Override
    public int microColumns() {
        return 2 * L;
    }

    @Override
    public void micro(int k, float[] a, int at, float[] b, int bt, float[] c, int ct, int ldc) {
        FloatVector c00 = FloatVector.zero(S);
        FloatVector c01 = c00;
        FloatVector c10 = c00;
        FloatVector c11 = c00;
        FloatVector c20 = c00;
        FloatVector c21 = c00;
        FloatVector c30 = c00;
        FloatVector c31 = c00;
        FloatVector c40 = c00;
        FloatVector c41 = c00;
        FloatVector c50 = c00;
        FloatVector c51 = c00;
        int ap = at;
        int bp = bt;
        for (int p = 0; p < k; p++) {
            FloatVector b0 = FloatVector.fromArray(S, b, bp);
            FloatVector b1 = FloatVector.fromArray(S, b, bp + L);
            FloatVector x = FloatVector.broadcast(S, a[ap]);
            c00 = x.fma(b0, c00);
            c01 = x.fma(b1, c01);
            x = FloatVector.broadcast(S, a[ap + 1]);
            c10 = x.fma(b0, c10);
            c11 = x.fma(b1, c11);
            x = FloatVector.broadcast(S, a[ap + 2]);
            c20 = x.fma(b0, c20);
            c21 = x.fma(b1, c21);
            x = FloatVector.broadcast(S, a[ap + 3]);
            c30 = x.fma(b0, c30);
            c31 = x.fma(b1, c31);
            x = FloatVector.broadcast(S, a[ap + 4]);
            c40 = x.fma(b0, c40);
            c41 = x.fma(b1, c41);
            x = FloatVector.broadcast(S, a[ap + 5]);
            c50 = x.fma(b0, c50);
            c51 = x.fma(b1, c51);
            ap += MICRO_ROWS;
            bp += 2 * L;
        }
        addRow(c, ct, c00, c01);
        addRow(c, ct + ldc, c10, c11);
        addRow(c, ct + 2 * ldc, c20, c21);
        addRow(c, ct + 3 * ldc, c30, c31);
        addRow(c, ct + 4 * ldc, c40, c41);
        addRow(c, ct + 5 * ldc, c50, c51);
    }

    private static void addRow(float[] c, int at, FloatVector x, FloatVector y) {
        FloatVector.fromArray(S, c, at).add(x).intoArray(c, at);
        FloatVector.fromArray(S, c, at + L).add(y).intoArray(c, at + L);
    }

    @Override
    public void greatestOfPixels(long out, long found, long[] from, byte[] names, int pixels, int channels) {
        int c = 0;
        for (; c <= channels - L && BYTES != null; c += L) {
            FloatVector best = at(from[0] + 4L * c);
            ByteVector name = ByteVector.broadcast(BYTES, names[0]);
            for (int i = 1; i < pixels; i++) {
                FloatVector v = at(from[i] + 4L * c);
                // Not "greater": NaN is neither greater nor less.
                VectorMask<Float> stays =
                        v.compare(VectorOperators.LE, best).or(best.compare(VectorOperators.NE, best));
                best = v.blend(best, stays);
                name = ByteVector.broadcast(BYTES, names[i]).blend(name, stays.cast(BYTES));
            }
            best.intoMemorySegment(Native.ALL, out + 4L * c, ORDER);
            name.intoMemorySegment(Native.ALL, found + c, ORDER);
        }
        if (c < channels) {
            PixelChannels.greatest(out, found, from, names, pixels, c, channels);
        }
    }

    @Override
    public void sumOfFound(long out, long[] from, long[] found, byte[] wanted, int pixels, int channels) {
        int c = 0;
        for (; c <= channels - L && BYTES != null; c += L) {
            FloatVector sum = FloatVector.zero(S);
            for (int i = 0; i < pixels; i++) {
                VectorMask<Float> here = ByteVector.fromMemorySegment(BYTES, Native.ALL, found[i] + c, ORDER)
                        .compare(VectorOperators.EQ, wanted[i])
                        .cast(S);
                sum = sum.add(FloatVector.zero(S).blend(at(from[i] + 4L * c), here));
            }
            sum.intoMemorySegment(Native.ALL, out + 4L * c, ORDER);
        }
        if (c < channels) {
            PixelChannels.sum(out, from, found, wanted, pixels, c, channels);
        }
    }
}
