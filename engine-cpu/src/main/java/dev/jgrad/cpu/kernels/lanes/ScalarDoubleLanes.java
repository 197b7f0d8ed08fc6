package dev.jgrad.cpu.kernels.lanes;

import dev.jgrad.cpu.Native;

/** The reference form: plain Java, four lanes by hand. */
final class ScalarDoubleLanes extends DoubleLanes {
    @Override
    public double sum(double[] a, int at, int n) {
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        int i = 0;
        for (; i + 4 <= n; i += 4) {
            s0 += a[at + i];
            s1 += a[at + i + 1];
            s2 += a[at + i + 2];
            s3 += a[at + i + 3];
        }
        for (; i < n; i++) {
            s0 += a[at + i];
        }
        return (s0 + s1) + (s2 + s3);
    }

    @Override
    public double sum(long address, int n) {
        double s0 = 0;
        double s1 = 0;
        int i = 0;
        for (; i + 2 <= n; i += 2) {
            s0 += Native.ALL.get(Native.DOUBLE, address + 8L * i);
            s1 += Native.ALL.get(Native.DOUBLE, address + 8L * i + 8);
        }
        if (i < n) {
            s0 += Native.ALL.get(Native.DOUBLE, address + 8L * i);
        }
        return s0 + s1;
    }

    @Override
    public double max(long address, int n) {
        double m = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < n; i++) {
            m = Math.max(m, Native.ALL.get(Native.DOUBLE, address + 8L * i));
        }
        return m;
    }

    @Override
    public double min(long address, int n) {
        double m = Double.POSITIVE_INFINITY;
        for (int i = 0; i < n; i++) {
            m = Math.min(m, Native.ALL.get(Native.DOUBLE, address + 8L * i));
        }
        return m;
    }

    @Override
    public void addRows(long address, long rowBytes, int rows, int width, double[] sums) {
        for (int r = 0; r < rows; r++) {
            long row = address + r * rowBytes;
            for (int j = 0; j < width; j++) {
                sums[j] += Native.ALL.get(Native.DOUBLE, row + 8L * j);
            }
        }
    }

    @Override
    public double sumSquares(double[] a, int at, int n, double centre) {
        double s0 = 0;
        double s1 = 0;
        int i = 0;
        for (; i + 2 <= n; i += 2) {
            double d0 = a[at + i] - centre;
            double d1 = a[at + i + 1] - centre;
            s0 += d0 * d0;
            s1 += d1 * d1;
        }
        if (i < n) {
            double d = a[at + i] - centre;
            s0 += d * d;
        }
        return s0 + s1;
    }

    @Override
    public double dot(double[] a, int at, double[] b, int bt, int n) {
        double s0 = 0;
        double s1 = 0;
        int i = 0;
        for (; i + 2 <= n; i += 2) {
            s0 += a[at + i] * b[bt + i];
            s1 += a[at + i + 1] * b[bt + i + 1];
        }
        if (i < n) {
            s0 += a[at + i] * b[bt + i];
        }
        return s0 + s1;
    }

    @Override
    public double max(double[] a, int at, int n) {
        double m = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < n; i++) {
            m = Math.max(m, a[at + i]);
        }
        return m;
    }

    @Override
    public double min(double[] a, int at, int n) {
        double m = Double.POSITIVE_INFINITY;
        for (int i = 0; i < n; i++) {
            m = Math.min(m, a[at + i]);
        }
        return m;
    }

    @Override
    public double product(double[] a, int at, int n) {
        double p = 1;
        for (int i = 0; i < n; i++) {
            p *= a[at + i];
        }
        return p;
    }

    @Override
    public double expSum(double[] a, int at, double[] out, int to, int n, double shift) {
        double s = 0;
        for (int i = 0; i < n; i++) {
            double e = Math.exp(a[at + i] - shift);
            out[to + i] = e;
            s += e;
        }
        return s;
    }

    @Override
    public void exp(double[] a, int at, double[] out, int to, int n) {
        for (int i = 0; i < n; i++) {
            out[to + i] = Math.exp(a[at + i]);
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
        return 8;
    }

    @Override
    public void micro(int k, double[] a, int at, double[] b, int bt, double[] c, int ct, int ldc) {
        for (int r = 0; r < MICRO_ROWS; r++) {
            double c0 = 0;
            double c1 = 0;
            double c2 = 0;
            double c3 = 0;
            double c4 = 0;
            double c5 = 0;
            double c6 = 0;
            double c7 = 0;
            int ap = at + r;
            int bp = bt;
            for (int p = 0; p < k; p++) {
                double x = a[ap];
                c0 += x * b[bp];
                c1 += x * b[bp + 1];
                c2 += x * b[bp + 2];
                c3 += x * b[bp + 3];
                c4 += x * b[bp + 4];
                c5 += x * b[bp + 5];
                c6 += x * b[bp + 6];
                c7 += x * b[bp + 7];
                ap += MICRO_ROWS;
                bp += 8;
            }
            int cp = ct + r * ldc;
            c[cp] += c0;
            c[cp + 1] += c1;
            c[cp + 2] += c2;
            c[cp + 3] += c3;
            c[cp + 4] += c4;
            c[cp + 5] += c5;
            c[cp + 6] += c6;
            c[cp + 7] += c7;
        }
    }
}
