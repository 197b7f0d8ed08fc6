package dev.jgrad.cpu.scalar;

/** Elementary functions that {@link Math} does not have. */
final class Elementary {
    private static final double LOG2_E = 1.4426950408889634074;

    private Elementary() {}

    /** Exponent and mantissa apart, so that powers of two come out exact. */
    static double log2(double x) {
        if (!(x > 0) || x == Double.POSITIVE_INFINITY) {
            return Math.log(x);
        }
        double scaled = x;
        int e = 0;
        if (x < Double.MIN_NORMAL) {
            scaled = x * 0x1p54;
            e = -54;
        }
        int exponent = Math.getExponent(scaled);
        double m = Math.scalb(scaled, -exponent);
        if (m > 1.41421356237309504880) {
            m *= 0.5;
            exponent++;
        }
        return e + exponent + Math.log(m) * LOG2_E;
    }

    static double trunc(double x) {
        return Math.copySign(Math.floor(Math.abs(x)), x);
    }

    static double asinh(double x) {
        double a = Math.abs(x);
        double y =
                a > 1e150 ? Math.log(a) + 0.69314718055994530942 : Math.log1p(a + a * a / (1 + Math.sqrt(a * a + 1)));
        return Math.copySign(y, x);
    }

    static double acosh(double x) {
        if (x > 1e150) {
            return Math.log(x) + 0.69314718055994530942;
        }
        double t = x - 1;
        return t < 0 ? Double.NaN : Math.log1p(t + Math.sqrt(2 * t + t * t));
    }

    static double atanh(double x) {
        double a = Math.abs(x);
        return Math.copySign(0.5 * Math.log1p(2 * a / (1 - a)), x);
    }

    /** A negative {@code eps} clamps nothing. */
    static double logit(double x, double eps) {
        double z = x;
        if (eps >= 0) {
            z = x < eps ? eps : x > 1 - eps ? 1 - eps : x;
        }
        return Math.log(z / (1 - z));
    }

    /** Python's {@code a // b}. Source: PyTorch's {@code div_floor_floating}. */
    static double floorDivide(double a, double b) {
        if (b == 0) {
            return a / b;
        }
        double mod = a % b;
        double div = (a - mod) / b;
        if (mod != 0 && (b < 0) != (mod < 0)) {
            div -= 1;
        }
        if (div == 0) {
            return Math.copySign(0, a / b);
        }
        double floor = Math.floor(div);
        return div - floor > 0.5 ? floor + 1 : floor;
    }

    /** Python's {@code a % b}. */
    static double remainder(double a, double b) {
        double mod = a % b;
        return mod != 0 && (b < 0) != (mod < 0) ? mod + b : mod;
    }

    static double logAddExp(double a, double b) {
        if (a == b && Double.isInfinite(a)) {
            return a;
        }
        return Math.max(a, b) + Math.log1p(Math.exp(-Math.abs(a - b)));
    }

    static double logAddExp2(double a, double b) {
        if (a == b && Double.isInfinite(a)) {
            return a;
        }
        return Math.max(a, b) + Math.log1p(Math.pow(2, -Math.abs(a - b))) * LOG2_E;
    }

    /** Like C's {@code pow}, which gives 1 where Java gives NaN for 1 to the power of infinity or NaN. */
    static double pow(double a, double b) {
        if (a == 1 || (a == -1 && Double.isInfinite(b))) {
            return 1;
        }
        return Math.pow(a, b);
    }
}
