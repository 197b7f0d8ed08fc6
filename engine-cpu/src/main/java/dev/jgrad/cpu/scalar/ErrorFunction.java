package dev.jgrad.cpu.scalar;

/** The error function, its complement and its inverse. Sources: fdlibm {@code s_erf.c}, PyTorch's {@code Math.h}. */
final class ErrorFunction {
    private static final double TWO_OVER_SQRT_PI = 1.12837916709551257390;
    private static final double ERX = 8.45062911510467529297e-01;
    private static final double EFX = 1.28379167095512586316e-01;

    // Coefficients from the constant term up, one pair of polynomials per interval of |x|.
    private static final double[] PP = {
        1.28379167095512558561e-01,
        -3.25042107247001499370e-01,
        -2.84817495755985104766e-02,
        -5.77027029648944159157e-03,
        -2.37630166566501626084e-05
    };
    private static final double[] QQ = {
        1,
        3.97917223959155352819e-01,
        6.50222499887672944485e-02,
        5.08130628187576562776e-03,
        1.32494738004321644526e-04,
        -3.96022827877536812320e-06
    };
    private static final double[] PA = {
        -2.36211856075265944077e-03,
        4.14856118683748331666e-01,
        -3.72207876035701323847e-01,
        3.18346619901161753674e-01,
        -1.10894694282396677476e-01,
        3.54783043256182359371e-02,
        -2.16637559486879084300e-03
    };
    private static final double[] QA = {
        1,
        1.06420880400844228286e-01,
        5.40397917702171048937e-01,
        7.18286544141962662868e-02,
        1.26171219808761642112e-01,
        1.36370839120290507362e-02,
        1.19844998467991074170e-02
    };
    private static final double[] RA = {
        -9.86494403484714822705e-03, -6.93858572707181764372e-01, -1.05586262253232909814e+01,
        -6.23753324503260060396e+01, -1.62396669462573470355e+02, -1.84605092906711035994e+02,
        -8.12874355063065934246e+01, -9.81432934416914548592e+00
    };
    private static final double[] SA = {
        1,
        1.96512716674392571292e+01,
        1.37657754143519042600e+02,
        4.34565877475229228821e+02,
        6.45387271733267880336e+02,
        4.29008140027567833386e+02,
        1.08635005541779435134e+02,
        6.57024977031928170135e+00,
        -6.04244152148580987438e-02
    };
    private static final double[] RB = {
        -9.86494292470009928597e-03, -7.99283237680523006574e-01, -1.77579549177547519889e+01,
        -1.60636384855821916062e+02, -6.37566443368389627722e+02, -1.02509513161107724954e+03,
        -4.83519191608651397019e+02
    };
    private static final double[] SB = {
        1,
        3.03380607434824582924e+01,
        3.25792512996573918826e+02,
        1.53672958608443695994e+03,
        3.19985821950859553908e+03,
        2.55305040643316442583e+03,
        4.74528541206955367215e+02,
        -2.24409524465858183362e+01
    };

    private ErrorFunction() {}

    private static double polynomial(double x, double[] c) {
        double y = c[c.length - 1];
        for (int i = c.length - 2; i >= 0; i--) {
            y = y * x + c[i];
        }
        return y;
    }

    static double erf(double x) {
        double a = Math.abs(x);
        if (a < 0.84375) {
            if (a < 0x1p-28) {
                return x + EFX * x;
            }
            double z = x * x;
            return x + x * (polynomial(z, PP) / polynomial(z, QQ));
        }
        if (a < 1.25) {
            double s = a - 1;
            return Math.copySign(ERX + polynomial(s, PA) / polynomial(s, QA), x);
        }
        if (a >= 6) {
            return Math.copySign(1, x);
        }
        return x != x ? x : Math.copySign(1 - tail(a), x);
    }

    static double erfc(double x) {
        double a = Math.abs(x);
        if (a < 0.84375) {
            double z = x * x;
            double y = x * (polynomial(z, PP) / polynomial(z, QQ));
            return x < 0.25 ? 1 - (x + y) : 0.5 - (x - 0.5 + y);
        }
        if (a < 1.25) {
            double s = a - 1;
            double y = polynomial(s, PA) / polynomial(s, QA);
            return x >= 0 ? 1 - ERX - y : 1 + (ERX + y);
        }
        if (x != x) {
            return x;
        }
        if (a >= 28) {
            return x > 0 ? 0 : 2;
        }
        return x > 0 ? tail(a) : 2 - tail(a);
    }

    /** erfc for x of at least 1.25. */
    private static double tail(double x) {
        double s = 1 / (x * x);
        double ratio = x < 1 / 0.35 ? polynomial(s, RA) / polynomial(s, SA) : polynomial(s, RB) / polynomial(s, SB);
        // x^2 in two parts, since its rounding error would be magnified by exp.
        double z = Double.longBitsToDouble(Double.doubleToRawLongBits(x) & 0xffffffff00000000L);
        return Math.exp(-z * z - 0.5625) * Math.exp((z - x) * (z + x) + ratio) / x;
    }

    /** A step of Newton's method; near 1 by erfc, which is precise there. */
    private static double refine(double x, double y) {
        double a = Math.abs(x);
        double error = a < 1 ? erf(a) - Math.abs(y) : 1 - Math.abs(y) - erfc(a);
        return x - Math.copySign(1, y) * error / (TWO_OVER_SQRT_PI * Math.exp(-x * x));
    }

    static double erfinv(double y) {
        double a = Math.abs(y);
        if (!(a < 1)) {
            return a == 1 ? Math.copySign(Double.POSITIVE_INFINITY, y) : Double.NaN;
        }
        double x;
        if (a <= 0.7) {
            double z = y * y;
            double num = ((-0.140543331 * z + 0.914624893) * z - 1.645349621) * z + 0.886226899;
            double den = (((0.012229801 * z - 0.329097515) * z + 1.442710462) * z - 2.118377725) * z + 1;
            x = y * num / den;
        } else {
            double z = Math.sqrt(-Math.log((1 - a) / 2));
            double num = ((1.641345311 * z + 3.429567803) * z - 1.624906493) * z - 1.970840454;
            double den = (1.637067800 * z + 3.543889200) * z + 1;
            x = Math.copySign(num, y) / den;
        }
        return y == 0 ? y : refine(refine(x, y), y);
    }
}
