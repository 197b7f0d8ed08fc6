package dev.jgrad.op;

/**
 * Singular values and vectors of an upper bidiagonal matrix by implicit QR steps, with zero shifts where accuracy asks for them.
 * Directions, shifts and signs are LAPACK's ({@code dbdsqr}). Source: Demmel and Kahan 1990.
 */
final class Bidiagonal {
    private static final double EPS = 0x1p-53;
    private static final double TOL = Math.clamp(Math.pow(EPS, -0.125), 10, 100) * EPS;

    private final int n;
    private final double[] d;
    private final double[] e;
    /** Right singular vectors as rows, n x n. */
    private final double[] vt;
    /** Left singular vectors as columns, n x n. */
    private final double[] u;

    private int low;
    private int high;
    private int oldLow = -1;
    private int oldHigh = -1;
    private boolean down;

    Bidiagonal(double[] d, double[] e, double[] vt, double[] u) {
        this.n = d.length;
        this.d = d;
        this.e = e;
        this.vt = vt;
        this.u = u;
    }

    /** A rotation that turns (f, g) into (r, 0). */
    private record Rotation(double c, double s, double r) {
        static Rotation of(double f, double g) {
            if (g == 0) {
                return new Rotation(1, 0, f);
            }
            if (f == 0) {
                return new Rotation(0, Math.copySign(1, g), Math.abs(g));
            }
            double length = Math.copySign(Math.hypot(f, g), f);
            return new Rotation(Math.abs(f / length), g / length, length);
        }
    }

    /** Turns two neighbouring rows of the right vectors. */
    private void right(int i, double c, double s) {
        for (int j = 0; j < n; j++) {
            double x = vt[i * n + j];
            double y = vt[(i + 1) * n + j];
            vt[i * n + j] = c * x + s * y;
            vt[(i + 1) * n + j] = c * y - s * x;
        }
    }

    /** Turns two neighbouring columns of the left vectors. */
    private void left(int i, double c, double s) {
        for (int j = 0; j < n; j++) {
            double x = u[j * n + i];
            double y = u[j * n + i + 1];
            u[j * n + i] = c * x + s * y;
            u[j * n + i + 1] = c * y - s * x;
        }
    }

    void solve() {
        double threshold = threshold();
        high = n - 1;
        long steps = 0;
        long most = 6L * n * n + 60L * n;
        while (high > 0 && steps <= most) {
            if (!isolate(threshold)) {
                continue;
            }
            if (low == high - 1) {
                two(low);
                high -= 2;
                continue;
            }
            if (low > oldHigh || high < oldLow) {
                down = Math.abs(d[low]) >= Math.abs(d[high]);
            }
            double smallest = converged();
            if (smallest < 0) {
                continue;
            }
            oldLow = low;
            oldHigh = high;
            double shift = shift(smallest);
            steps += high - low;
            if (shift == 0) {
                zeroShift(threshold);
            } else {
                shifted(shift, threshold);
            }
        }
        order();
    }

    private double threshold() {
        double mu = Math.abs(d[0]);
        double least = mu;
        for (int i = 1; i < n && least != 0; i++) {
            mu = Math.abs(d[i]) * (mu / (mu + Math.abs(e[i - 1])));
            least = Math.min(least, mu);
        }
        return Math.max(TOL * least / Math.sqrt(n), 6.0 * n * n * Double.MIN_NORMAL);
    }

    /** Finds the block that ends at {@code high}; false when an element became zero and the search begins anew. */
    private boolean isolate(double threshold) {
        for (low = high - 1; low >= 0; low--) {
            if (!(Math.abs(e[low]) > threshold)) {
                e[low] = 0;
                if (low == high - 1) {
                    high--;
                    return false;
                }
                break;
            }
        }
        low++;
        return true;
    }

    /** The least of the estimates of a singular value, or -1 when an element off the diagonal became zero. */
    private double converged() {
        if (down ? Math.abs(e[high - 1]) <= TOL * Math.abs(d[high]) : Math.abs(e[low]) <= TOL * Math.abs(d[low])) {
            e[down ? high - 1 : low] = 0;
            return -1;
        }
        double mu = Math.abs(d[down ? low : high]);
        double least = mu;
        for (int k = 0; k < high - low; k++) {
            int i = down ? low + k : high - 1 - k;
            if (Math.abs(e[i]) <= TOL * mu) {
                e[i] = 0;
                return -1;
            }
            mu = Math.abs(d[down ? i + 1 : i]) * (mu / (mu + Math.abs(e[i])));
            least = Math.min(least, mu);
        }
        return least;
    }

    private double shift(double smallest) {
        double largest = Math.abs(d[high]);
        for (int i = low; i < high; i++) {
            largest = Math.max(largest, Math.max(Math.abs(d[i]), Math.abs(e[i])));
        }
        if (n * TOL * (smallest / largest) <= Math.max(EPS, 0.01 * TOL)) {
            return 0;
        }
        double first = Math.abs(d[down ? low : high]);
        double shift = down ? least(d[high - 1], e[high - 1], d[high]) : least(d[low], e[low], d[low + 1]);
        return first > 0 && shift / first * (shift / first) < EPS ? 0 : shift;
    }

    /** The smaller singular value of [f g; 0 h]. */
    private static double least(double f, double g, double h) {
        double small = Math.min(Math.abs(f), Math.abs(h));
        double large = Math.max(Math.abs(f), Math.abs(h));
        double off = Math.abs(g);
        if (small == 0) {
            return 0;
        }
        double as = 1 + small / large;
        double at = (large - small) / large;
        if (off < large) {
            double au = off / large * (off / large);
            return small * (2 / (Math.sqrt(as * as + au) + Math.sqrt(at * at + au)));
        }
        double au = large / off;
        if (au == 0) {
            return small * large / off;
        }
        double c = 1 / (Math.sqrt(1 + as * au * (as * au)) + Math.sqrt(1 + at * au * (at * au)));
        return small * c * au * 2;
    }

    private void zeroShift(double threshold) {
        double cs = 1;
        double oldCs = 1;
        double oldSn = 0;
        int m = high - low;
        for (int k = 0; k < m; k++) {
            int i = down ? low + k : high - k;
            int off = down ? i : i - 1;
            Rotation one = Rotation.of(d[i] * cs, e[off]);
            if (k > 0) {
                e[down ? i - 1 : i] = oldSn * one.r;
            }
            Rotation two = Rotation.of(oldCs * one.r, d[down ? i + 1 : i - 1] * one.s);
            d[i] = two.r;
            cs = one.c;
            oldCs = two.c;
            oldSn = two.s;
            if (down) {
                right(i, one.c, one.s);
                left(i, two.c, two.s);
            } else {
                right(i - 1, two.c, -two.s);
                left(i - 1, one.c, -one.s);
            }
        }
        int end = down ? high : low;
        double h = d[end] * cs;
        d[end] = h * oldCs;
        settle(down ? high - 1 : low, h * oldSn, threshold);
    }

    private void settle(int i, double value, double threshold) {
        e[i] = Math.abs(value) <= threshold ? 0 : value;
    }

    private void shifted(double shift, double threshold) {
        int start = down ? low : high;
        double f = (Math.abs(d[start]) - shift) * (Math.copySign(1, d[start]) + shift / d[start]);
        double g = e[down ? low : high - 1];
        int m = high - low;
        for (int k = 0; k < m; k++) {
            int i = down ? low + k : high - k;
            int next = down ? i + 1 : i - 1;
            int off = down ? i : i - 1;
            Rotation one = Rotation.of(f, g);
            if (k > 0) {
                e[down ? i - 1 : i] = one.r;
            }
            f = one.c * d[i] + one.s * e[off];
            e[off] = one.c * e[off] - one.s * d[i];
            g = one.s * d[next];
            d[next] = one.c * d[next];
            Rotation two = Rotation.of(f, g);
            d[i] = two.r;
            f = two.c * e[off] + two.s * d[next];
            d[next] = two.c * d[next] - two.s * e[off];
            if (k < m - 1) {
                int beyond = down ? off + 1 : off - 1;
                g = two.s * e[beyond];
                e[beyond] = two.c * e[beyond];
            }
            if (down) {
                right(i, one.c, one.s);
                left(i, two.c, two.s);
            } else {
                right(i - 1, two.c, -two.s);
                left(i - 1, one.c, -one.s);
            }
        }
        settle(down ? high - 1 : low, f, threshold);
    }

    /** The block [f g; 0 h] at i, exactly ({@code dlasv2}). */
    private void two(int i) {
        double f = d[i];
        double g = e[i];
        double h = d[i + 1];
        boolean swap = Math.abs(h) > Math.abs(f);
        double ft = swap ? h : f;
        double ht = swap ? f : h;
        double fa = Math.abs(ft);
        double ha = Math.abs(ht);
        double ga = Math.abs(g);
        int greatest = swap ? 3 : 1;
        double min = ha;
        double max = fa;
        double clt = 1;
        double crt = 1;
        double slt = 0;
        double srt = 0;
        if (ga != 0) {
            greatest = ga > fa ? 2 : greatest;
            if (ga > fa && fa / ga < EPS) {
                max = ga;
                min = ha > 1 ? fa / (ga / ha) : fa / ga * ha;
                slt = ht / g;
                srt = 1;
                crt = ft / g;
            } else {
                double gap = fa - ha;
                double l = gap == fa ? 1 : gap / fa;
                double m = g / ft;
                double t = 2 - l;
                double s = Math.sqrt(t * t + m * m);
                double r = l == 0 ? Math.abs(m) : Math.sqrt(l * l + m * m);
                double a = 0.5 * (s + r);
                min = ha / a;
                max = fa * a;
                if (m * m == 0) {
                    t = l == 0 ? Math.copySign(2, ft) * Math.copySign(1, g) : g / Math.copySign(gap, ft) + m / t;
                } else {
                    t = (m / (s + t) + m / (r + l)) * (1 + a);
                }
                double length = Math.sqrt(t * t + 4);
                crt = 2 / length;
                srt = t / length;
                clt = (crt + srt * m) / a;
                slt = ht / ft * srt / a;
            }
        }
        double csl = swap ? srt : clt;
        double snl = swap ? crt : slt;
        double csr = swap ? slt : crt;
        double snr = swap ? clt : srt;
        double sign = switch (greatest) {
            case 1 -> Math.copySign(1, csr) * Math.copySign(1, csl) * Math.copySign(1, f);
            case 2 -> Math.copySign(1, snr) * Math.copySign(1, csl) * Math.copySign(1, g);
            default -> Math.copySign(1, snr) * Math.copySign(1, snl) * Math.copySign(1, h);
        };
        d[i] = Math.copySign(max, sign);
        d[i + 1] = Math.copySign(min, sign * Math.copySign(1, f) * Math.copySign(1, h));
        e[i] = 0;
        right(i, csr, snr);
        left(i, csl, snl);
    }

    /** Positive values in descending order. */
    private void order() {
        for (int i = 0; i < n; i++) {
            if (d[i] < 0 || d[i] == 0 && 1 / d[i] < 0) {
                d[i] = -d[i];
                for (int j = 0; j < n; j++) {
                    vt[i * n + j] = -vt[i * n + j];
                }
            }
        }
        for (int end = n - 1; end > 0; end--) {
            int least = 0;
            for (int j = 1; j <= end; j++) {
                least = d[j] <= d[least] ? j : least;
            }
            if (least != end) {
                double t = d[least];
                d[least] = d[end];
                d[end] = t;
                for (int j = 0; j < n; j++) {
                    exchange(vt, least * n + j, end * n + j);
                    exchange(u, j * n + least, j * n + end);
                }
            }
        }
    }

    private static void exchange(double[] a, int i, int j) {
        double t = a[i];
        a[i] = a[j];
        a[j] = t;
    }

    /** Turns a lower bidiagonal matrix into an upper one from the left; the rotations, to be undone on the left vectors. */
    static double[][] toUpper(double[] d, double[] e) {
        double[][] turns = new double[e.length][];
        for (int i = 0; i < e.length; i++) {
            Rotation r = Rotation.of(d[i], e[i]);
            d[i] = r.r;
            e[i] = r.s * d[i + 1];
            d[i + 1] = r.c * d[i + 1];
            turns[i] = new double[] {r.c, r.s};
        }
        return turns;
    }
}
