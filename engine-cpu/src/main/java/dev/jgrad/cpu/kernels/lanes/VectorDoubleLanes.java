package dev.jgrad.cpu.kernels.lanes;

import dev.jgrad.cpu.Native;
import java.nio.ByteOrder;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** The Vector API form. Loaded only where the incubator module is present. */
final class VectorDoubleLanes extends DoubleLanes {
    private static final VectorSpecies<Double> S = DoubleVector.SPECIES_PREFERRED;
    private static final int L = S.length();
    private static final ByteOrder ORDER = ByteOrder.nativeOrder();
    /** A lane takes this many additions before its sum goes into the total. */
    private static final int BLOCK = 128 * L;

    @Override
    public double sum(double[] a, int at, int n) {
        double total = 0;
        for (int done = 0; done < n; done += BLOCK) {
            total += blockSum(a, at + done, Math.min(BLOCK, n - done));
        }
        return total;
    }

    private static double blockSum(double[] a, int at, int n) {
        int i = at;
        int end = at + n;
        double total = 0;
        if (n >= L) {
            DoubleVector s0 = DoubleVector.zero(S);
            DoubleVector s1 = s0;
            DoubleVector s2 = s0;
            DoubleVector s3 = s0;
            for (; i <= end - 4 * L; i += 4 * L) {
                s0 = s0.add(DoubleVector.fromArray(S, a, i));
                s1 = s1.add(DoubleVector.fromArray(S, a, i + L));
                s2 = s2.add(DoubleVector.fromArray(S, a, i + 2 * L));
                s3 = s3.add(DoubleVector.fromArray(S, a, i + 3 * L));
            }
            for (; i <= end - L; i += L) {
                s0 = s0.add(DoubleVector.fromArray(S, a, i));
            }
            total = s0.add(s1).add(s2.add(s3)).reduceLanes(VectorOperators.ADD);
        }
        for (; i < end; i++) {
            total += a[i];
        }
        return total;
    }

    private static DoubleVector at(long address) {
        return DoubleVector.fromMemorySegment(S, Native.ALL, address, ORDER);
    }

    @Override
    public double sum(long address, int n) {
        double total = 0;
        for (int done = 0; done < n; done += BLOCK) {
            total += blockSum(address + 8L * done, Math.min(BLOCK, n - done));
        }
        return total;
    }

    private static double blockSum(long address, int n) {
        long i = address;
        long end = address + 8L * n;
        double total = 0;
        if (n >= L) {
            DoubleVector s0 = DoubleVector.zero(S);
            DoubleVector s1 = s0;
            DoubleVector s2 = s0;
            DoubleVector s3 = s0;
            for (; i <= end - 32L * L; i += 32L * L) {
                s0 = s0.add(at(i));
                s1 = s1.add(at(i + 8L * L));
                s2 = s2.add(at(i + 16L * L));
                s3 = s3.add(at(i + 24L * L));
            }
            for (; i <= end - 8L * L; i += 8L * L) {
                s0 = s0.add(at(i));
            }
            total = s0.add(s1).add(s2.add(s3)).reduceLanes(VectorOperators.ADD);
        }
        for (; i < end; i += 8) {
            total += Native.ALL.get(Native.DOUBLE, i);
        }
        return total;
    }

    @Override
    public double max(long address, int n) {
        long i = address;
        long end = address + 8L * n;
        double m = Double.NEGATIVE_INFINITY;
        if (n >= L) {
            DoubleVector m0 = DoubleVector.broadcast(S, m);
            DoubleVector m1 = m0;
            for (; i <= end - 16L * L; i += 16L * L) {
                m0 = m0.max(at(i));
                m1 = m1.max(at(i + 8L * L));
            }
            for (; i <= end - 8L * L; i += 8L * L) {
                m0 = m0.max(at(i));
            }
            m = m0.max(m1).reduceLanes(VectorOperators.MAX);
        }
        for (; i < end; i += 8) {
            m = Math.max(m, Native.ALL.get(Native.DOUBLE, i));
        }
        return m;
    }

    @Override
    public double min(long address, int n) {
        long i = address;
        long end = address + 8L * n;
        double m = Double.POSITIVE_INFINITY;
        if (n >= L) {
            DoubleVector m0 = DoubleVector.broadcast(S, m);
            DoubleVector m1 = m0;
            for (; i <= end - 16L * L; i += 16L * L) {
                m0 = m0.min(at(i));
                m1 = m1.min(at(i + 8L * L));
            }
            for (; i <= end - 8L * L; i += 8L * L) {
                m0 = m0.min(at(i));
            }
            m = m0.min(m1).reduceLanes(VectorOperators.MIN);
        }
        for (; i < end; i += 8) {
            m = Math.min(m, Native.ALL.get(Native.DOUBLE, i));
        }
        return m;
    }

    @Override
    public void addRows(long address, long rowBytes, int rows, int width, double[] sums) {
        int r = 0;
        for (; r + 4 <= rows; r += 4) {
            addFour(address + r * rowBytes, rowBytes, width, sums);
        }
        for (; r < rows; r++) {
            addOne(address + r * rowBytes, width, sums);
        }
    }

    private static void addFour(long address, long rowBytes, int width, double[] sums) {
        long second = address + rowBytes;
        long third = second + rowBytes;
        long fourth = third + rowBytes;
        int j = 0;
        for (; j <= width - L; j += L) {
            long shift = 8L * j;
            DoubleVector x = at(address + shift).add(at(second + shift));
            DoubleVector y = at(third + shift).add(at(fourth + shift));
            DoubleVector.fromArray(S, sums, j).add(x.add(y)).intoArray(sums, j);
        }
        for (; j < width; j++) {
            long shift = 8L * j;
            double x = Native.ALL.get(Native.DOUBLE, address + shift) + Native.ALL.get(Native.DOUBLE, second + shift);
            double y = Native.ALL.get(Native.DOUBLE, third + shift) + Native.ALL.get(Native.DOUBLE, fourth + shift);
            sums[j] += x + y;
        }
    }

    private static void addOne(long address, int width, double[] sums) {
        int j = 0;
        for (; j <= width - L; j += L) {
            DoubleVector.fromArray(S, sums, j).add(at(address + 8L * j)).intoArray(sums, j);
        }
        for (; j < width; j++) {
            sums[j] += Native.ALL.get(Native.DOUBLE, address + 8L * j);
        }
    }

    @Override
    public double sumSquares(double[] a, int at, int n, double centre) {
        double total = 0;
        for (int done = 0; done < n; done += BLOCK) {
            total += blockSquares(a, at + done, Math.min(BLOCK, n - done), centre);
        }
        return total;
    }

    private static double blockSquares(double[] a, int at, int n, double centre) {
        int i = at;
        int end = at + n;
        double total = 0;
        if (n >= L) {
            DoubleVector c = DoubleVector.broadcast(S, centre);
            DoubleVector s0 = DoubleVector.zero(S);
            DoubleVector s1 = s0;
            DoubleVector s2 = s0;
            DoubleVector s3 = s0;
            for (; i <= end - 4 * L; i += 4 * L) {
                DoubleVector d0 = DoubleVector.fromArray(S, a, i).sub(c);
                DoubleVector d1 = DoubleVector.fromArray(S, a, i + L).sub(c);
                DoubleVector d2 = DoubleVector.fromArray(S, a, i + 2 * L).sub(c);
                DoubleVector d3 = DoubleVector.fromArray(S, a, i + 3 * L).sub(c);
                s0 = d0.fma(d0, s0);
                s1 = d1.fma(d1, s1);
                s2 = d2.fma(d2, s2);
                s3 = d3.fma(d3, s3);
            }
            for (; i <= end - L; i += L) {
                DoubleVector d = DoubleVector.fromArray(S, a, i).sub(c);
                s0 = d.fma(d, s0);
            }
            total = s0.add(s1).add(s2.add(s3)).reduceLanes(VectorOperators.ADD);
        }
        for (; i < end; i++) {
            double d = a[i] - centre;
            total += d * d;
        }
        return total;
    }

    @Override
    public double dot(double[] a, int at, double[] b, int bt, int n) {
        double total = 0;
        for (int done = 0; done < n; done += BLOCK) {
            total += blockDot(a, at + done, b, bt + done, Math.min(BLOCK, n - done));
        }
        return total;
    }

    private static double blockDot(double[] a, int at, double[] b, int bt, int n) {
        int i = 0;
        double total = 0;
        if (n >= L) {
            DoubleVector s0 = DoubleVector.zero(S);
            DoubleVector s1 = s0;
            DoubleVector s2 = s0;
            DoubleVector s3 = s0;
            for (; i <= n - 4 * L; i += 4 * L) {
                s0 = DoubleVector.fromArray(S, a, at + i).fma(DoubleVector.fromArray(S, b, bt + i), s0);
                s1 = DoubleVector.fromArray(S, a, at + i + L).fma(DoubleVector.fromArray(S, b, bt + i + L), s1);
                s2 = DoubleVector.fromArray(S, a, at + i + 2 * L).fma(DoubleVector.fromArray(S, b, bt + i + 2 * L), s2);
                s3 = DoubleVector.fromArray(S, a, at + i + 3 * L).fma(DoubleVector.fromArray(S, b, bt + i + 3 * L), s3);
            }
            for (; i <= n - L; i += L) {
                s0 = DoubleVector.fromArray(S, a, at + i).fma(DoubleVector.fromArray(S, b, bt + i), s0);
            }
            total = s0.add(s1).add(s2.add(s3)).reduceLanes(VectorOperators.ADD);
        }
        for (; i < n; i++) {
            total += a[at + i] * b[bt + i];
        }
        return total;
    }

    @Override
    public double max(double[] a, int at, int n) {
        int i = at;
        int end = at + n;
        double m = Double.NEGATIVE_INFINITY;
        if (n >= L) {
            DoubleVector m0 = DoubleVector.broadcast(S, m);
            DoubleVector m1 = m0;
            for (; i <= end - 2 * L; i += 2 * L) {
                m0 = m0.max(DoubleVector.fromArray(S, a, i));
                m1 = m1.max(DoubleVector.fromArray(S, a, i + L));
            }
            for (; i <= end - L; i += L) {
                m0 = m0.max(DoubleVector.fromArray(S, a, i));
            }
            m = m0.max(m1).reduceLanes(VectorOperators.MAX);
        }
        for (; i < end; i++) {
            m = Math.max(m, a[i]);
        }
        return m;
    }

    @Override
    public double min(double[] a, int at, int n) {
        int i = at;
        int end = at + n;
        double m = Double.POSITIVE_INFINITY;
        if (n >= L) {
            DoubleVector m0 = DoubleVector.broadcast(S, m);
            DoubleVector m1 = m0;
            for (; i <= end - 2 * L; i += 2 * L) {
                m0 = m0.min(DoubleVector.fromArray(S, a, i));
                m1 = m1.min(DoubleVector.fromArray(S, a, i + L));
            }
            for (; i <= end - L; i += L) {
                m0 = m0.min(DoubleVector.fromArray(S, a, i));
            }
            m = m0.min(m1).reduceLanes(VectorOperators.MIN);
        }
        for (; i < end; i++) {
            m = Math.min(m, a[i]);
        }
        return m;
    }

    @Override
    public double product(double[] a, int at, int n) {
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
    public double expSum(double[] a, int at, double[] out, int to, int n, double shift) {
        double total = 0;
        for (int done = 0; done < n; done += BLOCK) {
            total += blockExpSum(a, at + done, out, to + done, Math.min(BLOCK, n - done), shift);
        }
        return total;
    }

    private static double blockExpSum(double[] a, int at, double[] out, int to, int n, double shift) {
        DoubleVector c = DoubleVector.broadcast(S, shift);
        DoubleVector s = DoubleVector.zero(S);
        int i = 0;
        for (; i <= n - L; i += L) {
            DoubleVector e = DoubleVector.fromArray(S, a, at + i).sub(c).lanewise(VectorOperators.EXP);
            e.intoArray(out, to + i);
            s = s.add(e);
        }
        if (i < n) {
            // The tail takes the same formula as the rest: an element's value must not depend on its place.
            VectorMask<Double> in = S.indexInRange(i, n);
            DoubleVector e = DoubleVector.fromArray(S, a, at + i, in).sub(c).lanewise(VectorOperators.EXP);
            e.intoArray(out, to + i, in);
            s = s.add(e, in);
        }
        return s.reduceLanes(VectorOperators.ADD);
    }

    @Override
    public void exp(double[] a, int at, double[] out, int to, int n) {
        int i = 0;
        for (; i <= n - L; i += L) {
            DoubleVector.fromArray(S, a, at + i).lanewise(VectorOperators.EXP).intoArray(out, to + i);
        }
        if (i < n) {
            VectorMask<Double> in = S.indexInRange(i, n);
            DoubleVector.fromArray(S, a, at + i, in)
                    .lanewise(VectorOperators.EXP)
                    .intoArray(out, to + i, in);
        }
    }

    @Override
    public void keepGreater(double[] a, int at, double[] best, int to, int[] tap, int tapTo, int n, int number) {
        for (int i = 0; i < n; i++) {
            double v = a[at + i];
            double b = best[to + i];
            if (v > b || (v != v && b == b)) {
                best[to + i] = v;
                tap[tapTo + i] = number;
            }
        }
    }

    @Override
    public void keepLesser(double[] a, int at, double[] best, int to, int[] tap, int tapTo, int n, int number) {
        for (int i = 0; i < n; i++) {
            double v = a[at + i];
            double b = best[to + i];
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
    public void micro(int k, double[] a, int at, double[] b, int bt, double[] c, int ct, int ldc) {
        DoubleVector c00 = DoubleVector.zero(S);
        DoubleVector c01 = c00;
        DoubleVector c10 = c00;
        DoubleVector c11 = c00;
        DoubleVector c20 = c00;
        DoubleVector c21 = c00;
        DoubleVector c30 = c00;
        DoubleVector c31 = c00;
        DoubleVector c40 = c00;
        DoubleVector c41 = c00;
        DoubleVector c50 = c00;
        DoubleVector c51 = c00;
        int ap = at;
        int bp = bt;
        for (int p = 0; p < k; p++) {
            DoubleVector b0 = DoubleVector.fromArray(S, b, bp);
            DoubleVector b1 = DoubleVector.fromArray(S, b, bp + L);
            DoubleVector x = DoubleVector.broadcast(S, a[ap]);
            c00 = x.fma(b0, c00);
            c01 = x.fma(b1, c01);
            x = DoubleVector.broadcast(S, a[ap + 1]);
            c10 = x.fma(b0, c10);
            c11 = x.fma(b1, c11);
            x = DoubleVector.broadcast(S, a[ap + 2]);
            c20 = x.fma(b0, c20);
            c21 = x.fma(b1, c21);
            x = DoubleVector.broadcast(S, a[ap + 3]);
            c30 = x.fma(b0, c30);
            c31 = x.fma(b1, c31);
            x = DoubleVector.broadcast(S, a[ap + 4]);
            c40 = x.fma(b0, c40);
            c41 = x.fma(b1, c41);
            x = DoubleVector.broadcast(S, a[ap + 5]);
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

    private static void addRow(double[] c, int at, DoubleVector x, DoubleVector y) {
        DoubleVector.fromArray(S, c, at).add(x).intoArray(c, at);
        DoubleVector.fromArray(S, c, at + L).add(y).intoArray(c, at + L);
    }
}
