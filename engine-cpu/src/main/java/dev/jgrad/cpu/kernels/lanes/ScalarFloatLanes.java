package dev.jgrad.cpu.kernels.lanes;

import dev.jgrad.cpu.Native;

/** The reference form: plain Java, four lanes by hand. */
final class ScalarFloatLanes extends FloatLanes {
    @Override
    public double sum(float[] a, int at, int n) {
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
            s0 += Native.ALL.get(Native.FLOAT, address + 4L * i);
            s1 += Native.ALL.get(Native.FLOAT, address + 4L * i + 4);
        }
        if (i < n) {
            s0 += Native.ALL.get(Native.FLOAT, address + 4L * i);
        }
        return s0 + s1;
    }

    @Override
    public float max(long address, int n) {
        float m = Float.NEGATIVE_INFINITY;
        for (int i = 0; i < n; i++) {
            m = Math.max(m, Native.ALL.get(Native.FLOAT, address + 4L * i));
        }
        return m;
    }

    @Override
    public float min(long address, int n) {
        float m = Float.POSITIVE_INFINITY;
        for (int i = 0; i < n; i++) {
            m = Math.min(m, Native.ALL.get(Native.FLOAT, address + 4L * i));
        }
        return m;
    }

    @Override
    public void addRows(long address, long rowBytes, int rows, int width, float[] sums) {
        for (int r = 0; r < rows; r++) {
            long row = address + r * rowBytes;
            for (int j = 0; j < width; j++) {
                sums[j] += Native.ALL.get(Native.FLOAT, row + 4L * j);
            }
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
        for (int w = 0; w < windows; w++) {
            for (int r = 0; r < rows; r++) {
                long target = to + w * toStep + r * toRow;
                long source = from + w * fromStep + r * fromRow;
                for (long i = 0; i < 4L * length; i += 4) {
                    float sum = Native.ALL.get(Native.FLOAT, target + i) + Native.ALL.get(Native.FLOAT, source + i);
                    Native.ALL.set(Native.FLOAT, target + i, sum);
                }
            }
        }
    }

    @Override
    public double sumSquares(float[] a, int at, int n, float centre) {
        double s0 = 0;
        double s1 = 0;
        int i = 0;
        for (; i + 2 <= n; i += 2) {
            float d0 = a[at + i] - centre;
            float d1 = a[at + i + 1] - centre;
            s0 += (double) d0 * d0;
            s1 += (double) d1 * d1;
        }
        if (i < n) {
            float d = a[at + i] - centre;
            s0 += (double) d * d;
        }
        return s0 + s1;
    }

    @Override
    public double dot(float[] a, int at, float[] b, int bt, int n) {
        double s0 = 0;
        double s1 = 0;
        int i = 0;
        for (; i + 2 <= n; i += 2) {
            s0 += (double) a[at + i] * b[bt + i];
            s1 += (double) a[at + i + 1] * b[bt + i + 1];
        }
        if (i < n) {
            s0 += (double) a[at + i] * b[bt + i];
        }
        return s0 + s1;
    }

    @Override
    public float max(float[] a, int at, int n) {
        float m = Float.NEGATIVE_INFINITY;
        for (int i = 0; i < n; i++) {
            m = Math.max(m, a[at + i]);
        }
        return m;
    }

    @Override
    public float min(float[] a, int at, int n) {
        float m = Float.POSITIVE_INFINITY;
        for (int i = 0; i < n; i++) {
            m = Math.min(m, a[at + i]);
        }
        return m;
    }

    @Override
    public void maxEach(float[] a, int at, int rows, int width, float[] out) {
        for (int r = 0; r < rows; r++) {
            out[r] = max(a, at + r * width, width);
        }
    }

    @Override
    public void minEach(float[] a, int at, int rows, int width, float[] out) {
        for (int r = 0; r < rows; r++) {
            out[r] = min(a, at + r * width, width);
        }
    }

    @Override
    public double product(float[] a, int at, int n) {
        double p = 1;
        for (int i = 0; i < n; i++) {
            p *= a[at + i];
        }
        return p;
    }

    @Override
    public double expSum(float[] a, int at, float[] out, int to, int n, float shift) {
        double s = 0;
        for (int i = 0; i < n; i++) {
            float e = (float) Math.exp(a[at + i] - shift);
            out[to + i] = e;
            s += e;
        }
        return s;
    }

    @Override
    public void exp(float[] a, int at, float[] out, int to, int n) {
        for (int i = 0; i < n; i++) {
            out[to + i] = (float) Math.exp(a[at + i]);
        }
    }

    @Override
    public void keepGreater(float[] a, int at, float[] best, int to, int[] tap, int tapTo, int n, int number) {
        for (int i = 0; i < n; i++) {
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
        for (int i = 0; i < n; i++) {
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
        return 8;
    }

    @Override
    public void micro(int k, float[] a, int at, float[] b, int bt, float[] c, int ct, int ldc) {
        for (int r = 0; r < MICRO_ROWS; r++) {
            float c0 = 0;
            float c1 = 0;
            float c2 = 0;
            float c3 = 0;
            float c4 = 0;
            float c5 = 0;
            float c6 = 0;
            float c7 = 0;
            int ap = at + r;
            int bp = bt;
            for (int p = 0; p < k; p++) {
                float x = a[ap];
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

    @Override
    public void greatestOfPixels(long out, long found, long[] from, byte[] names, int pixels, int channels) {
        PixelChannels.greatest(out, found, from, names, pixels, 0, channels);
    }

    @Override
    public void sumOfFound(long out, long[] from, long[] found, byte[] wanted, int pixels, int channels) {
        PixelChannels.sum(out, from, found, wanted, pixels, 0, channels);
    }
}
