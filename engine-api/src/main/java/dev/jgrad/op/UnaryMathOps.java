package dev.jgrad.op;

import static dev.jgrad.op.Saves.NOTHING;
import static dev.jgrad.op.Saves.RESULT;
import static dev.jgrad.op.Saves.SELF;
import static dev.jgrad.op.UnaryOp.floating;
import static dev.jgrad.op.UnaryOp.keeping;
import static dev.jgrad.op.UnaryOp.predicate;

import dev.jgrad.spi.UnaryKind;
import dev.jgrad.tensor.Tensor;

/** Mathematical functions of one operand. */
public final class UnaryMathOps {
    /** -x. */
    public static final UnaryOp NEG =
            new UnaryOp("neg", UnaryKind.NEG, ResultType.NOT_BOOL, "NegBackward0", NOTHING, (g, s) -> g.neg());

    /** |x|. */
    public static final UnaryOp ABS = keeping(
            "abs", UnaryKind.ABS, "AbsBackward0", SELF, (g, s) -> g.mul(s.self().sgn()));

    /** Sign. */
    public static final UnaryOp SIGN =
            keeping("sign", UnaryKind.SIGN, "SignBackward0", NOTHING, (g, s) -> g.zerosLike());

    /** Sign, under the name PyTorch uses for complex numbers too. */
    public static final UnaryOp SGN = keeping("sgn", UnaryKind.SIGN, "SgnBackward0", NOTHING, (g, s) -> g.zerosLike());

    /** Bitwise complement. */
    public static final UnaryOp BITWISE_NOT =
            new UnaryOp("bitwise_not", UnaryKind.BITWISE_NOT, ResultType.INTEGRAL, "", NOTHING, null);

    /** e^x. */
    public static final UnaryOp EXP =
            floating("exp", UnaryKind.EXP, "ExpBackward0", RESULT, (g, s) -> g.mul(s.result()));

    /** 2^x. */
    public static final UnaryOp EXP2 = floating(
            "exp2",
            UnaryKind.EXP2,
            "Exp2Backward0",
            RESULT,
            (g, s) -> g.mul(s.result()).mul(Math.log(2)));

    /** e^x - 1. */
    public static final UnaryOp EXPM1 = floating(
            "expm1",
            UnaryKind.EXPM1,
            "Expm1Backward0",
            RESULT,
            (g, s) -> g.mul(s.result().add(1)));

    /** Natural logarithm. */
    public static final UnaryOp LOG = floating("log", UnaryKind.LOG, "LogBackward0", SELF, (g, s) -> g.div(s.self()));

    /** Logarithm to base 2. */
    public static final UnaryOp LOG2 = floating(
            "log2",
            UnaryKind.LOG2,
            "Log2Backward0",
            SELF,
            (g, s) -> g.div(s.self().mul(Math.log(2))));

    /** Logarithm to base 10. */
    public static final UnaryOp LOG10 = floating(
            "log10",
            UnaryKind.LOG10,
            "Log10Backward0",
            SELF,
            (g, s) -> g.div(s.self().mul(Math.log(10))));

    /** ln(1 + x). */
    public static final UnaryOp LOG1P = floating(
            "log1p",
            UnaryKind.LOG1P,
            "Log1PBackward0",
            SELF,
            (g, s) -> g.div(s.self().add(1)));

    /** Square root. */
    public static final UnaryOp SQRT = floating(
            "sqrt",
            UnaryKind.SQRT,
            "SqrtBackward0",
            RESULT,
            (g, s) -> g.div(s.result().mul(2)));

    /** 1 / sqrt(x). */
    public static final UnaryOp RSQRT = floating(
            "rsqrt",
            UnaryKind.RSQRT,
            "RsqrtBackward0",
            RESULT,
            (g, s) -> g.mul(s.result().pow(3)).mul(-0.5));

    /** 1 / x. */
    public static final UnaryOp RECIPROCAL = floating(
            "reciprocal",
            UnaryKind.RECIPROCAL,
            "ReciprocalBackward0",
            RESULT,
            (g, s) -> g.neg().mul(s.result().mul(s.result())));

    /** Sine. */
    public static final UnaryOp SIN = floating(
            "sin", UnaryKind.SIN, "SinBackward0", SELF, (g, s) -> g.mul(s.self().cos()));

    /** Cosine. */
    public static final UnaryOp COS = floating(
            "cos",
            UnaryKind.COS,
            "CosBackward0",
            SELF,
            (g, s) -> g.mul(s.self().sin().neg()));

    /** Tangent. */
    public static final UnaryOp TAN = floating(
            "tan",
            UnaryKind.TAN,
            "TanBackward0",
            RESULT,
            (g, s) -> g.mul(s.result().square().add(1)));

    /** Inverse sine. */
    public static final UnaryOp ASIN = floating(
            "asin",
            UnaryKind.ASIN,
            "AsinBackward0",
            SELF,
            (g, s) -> g.mul(s.self().square().rsub(1).rsqrt()));

    /** Inverse cosine. */
    public static final UnaryOp ACOS = floating(
            "acos",
            UnaryKind.ACOS,
            "AcosBackward0",
            SELF,
            (g, s) -> g.mul(s.self().square().rsub(1).rsqrt().neg()));

    /** Inverse tangent. */
    public static final UnaryOp ATAN = floating(
            "atan",
            UnaryKind.ATAN,
            "AtanBackward0",
            SELF,
            (g, s) -> g.div(s.self().square().add(1)));

    /** Hyperbolic sine. */
    public static final UnaryOp SINH = floating(
            "sinh",
            UnaryKind.SINH,
            "SinhBackward0",
            SELF,
            (g, s) -> g.mul(s.self().cosh()));

    /** Hyperbolic cosine. */
    public static final UnaryOp COSH = floating(
            "cosh",
            UnaryKind.COSH,
            "CoshBackward0",
            SELF,
            (g, s) -> g.mul(s.self().sinh()));

    /** Inverse hyperbolic sine. */
    public static final UnaryOp ASINH = floating(
            "asinh",
            UnaryKind.ASINH,
            "AsinhBackward0",
            SELF,
            (g, s) -> g.mul(s.self().square().add(1).rsqrt()));

    /** Inverse hyperbolic cosine. */
    public static final UnaryOp ACOSH = floating(
            "acosh",
            UnaryKind.ACOSH,
            "AcoshBackward0",
            SELF,
            (g, s) -> g.mul(s.self().square().sub(1).rsqrt()));

    /** Inverse hyperbolic tangent. */
    public static final UnaryOp ATANH = floating(
            "atanh",
            UnaryKind.ATANH,
            "AtanhBackward0",
            SELF,
            (g, s) -> g.div(s.self().square().rsub(1)));

    /** Error function. */
    public static final UnaryOp ERF = floating(
            "erf",
            UnaryKind.ERF,
            "ErfBackward0",
            SELF,
            (g, s) -> g.mul(s.self().square().neg().exp()).mul(2 / Math.sqrt(Math.PI)));

    /** 1 - erf(x). */
    public static final UnaryOp ERFC = floating(
            "erfc",
            UnaryKind.ERFC,
            "ErfcBackward0",
            SELF,
            (g, s) -> g.mul(s.self().square().neg().exp()).mul(-2 / Math.sqrt(Math.PI)));

    /** Inverse error function. */
    public static final UnaryOp ERFINV = floating(
            "erfinv",
            UnaryKind.ERFINV,
            "ErfinvBackward0",
            RESULT,
            (g, s) -> g.mul(s.result().square().exp()).mul(Math.sqrt(Math.PI) / 2));

    /** ln |gamma(x)|. */
    public static final UnaryOp LGAMMA = floating(
            "lgamma",
            UnaryKind.LGAMMA,
            "LgammaBackward0",
            SELF,
            (g, s) -> g.mul(s.self().digamma()));

    /** Derivative of lgamma. */
    public static final UnaryOp DIGAMMA = floating(
            "digamma",
            UnaryKind.DIGAMMA,
            "DigammaBackward0",
            SELF,
            (g, s) -> g.mul(UnaryMathOps.TRIGAMMA.call(s.self())));

    /** Second derivative of lgamma. */
    public static final UnaryOp TRIGAMMA = floating(
            "polygamma",
            UnaryKind.TRIGAMMA,
            "PolygammaBackward0",
            SELF,
            (g, s) -> g.mul(SpecialFunctions.polygamma(2, s.self())));

    /** sin(pi x) / (pi x). */
    public static final UnaryOp SINC = floating("sinc", UnaryKind.SINC, "SincBackward0", SELF, (g, s) -> {
        Tensor px = s.self().mul(Math.PI);
        Tensor slope = px.cos().mul(px).sub(px.sin()).div(s.self().square().mul(Math.PI));
        return g.mul(slope.maskedFill(s.self().eq(0), 0));
    });

    /** Modified Bessel function of order 0. */
    public static final UnaryOp I0 =
            floating("i0", UnaryKind.I0, "I0Backward0", SELF, (g, s) -> g.mul(SpecialFunctions.i1(s.self())));

    /** Floor. */
    public static final UnaryOp FLOOR = new UnaryOp(
            "floor", UnaryKind.FLOOR, ResultType.NOT_BOOL, "FloorBackward0", NOTHING, (g, s) -> g.zerosLike());

    /** Ceiling. */
    public static final UnaryOp CEIL =
            new UnaryOp("ceil", UnaryKind.CEIL, ResultType.NOT_BOOL, "CeilBackward0", NOTHING, (g, s) -> g.zerosLike());

    /** Nearest integer, ties to even. */
    public static final UnaryOp ROUND = new UnaryOp(
            "round", UnaryKind.ROUND, ResultType.NOT_BOOL, "RoundBackward0", NOTHING, (g, s) -> g.zerosLike());

    /** Integer part. */
    public static final UnaryOp TRUNC = new UnaryOp(
            "trunc", UnaryKind.TRUNC, ResultType.NOT_BOOL, "TruncBackward0", NOTHING, (g, s) -> g.zerosLike());

    /** Fractional part. */
    public static final UnaryOp FRAC =
            new UnaryOp("frac", UnaryKind.FRAC, ResultType.NOT_BOOL, "FracBackward0", NOTHING, (g, s) -> g);

    /** Replaces NaN and infinities; parameters are the replacements. */
    public static final UnaryOp NAN_TO_NUM = keeping(
            "nan_to_num",
            UnaryKind.NAN_TO_NUM,
            "NanToNumBackward0",
            SELF,
            (g, s) -> g.maskedFill(s.self().isFinite().logicalNot(), 0));

    /** Degrees to radians. */
    public static final UnaryOp DEG2RAD =
            floating("deg2rad", UnaryKind.DEG2RAD, "Deg2RadBackward0", NOTHING, (g, s) -> g.mul(Math.PI / 180));

    /** Radians to degrees. */
    public static final UnaryOp RAD2DEG =
            floating("rad2deg", UnaryKind.RAD2DEG, "Rad2DegBackward0", NOTHING, (g, s) -> g.mul(180 / Math.PI));

    /** x == 0. */
    public static final UnaryOp LOGICAL_NOT = predicate("logical_not", UnaryKind.LOGICAL_NOT);

    /** NaN. */
    public static final UnaryOp IS_NAN = predicate("isnan", UnaryKind.IS_NAN);

    /** Infinite. */
    public static final UnaryOp IS_INF = predicate("isinf", UnaryKind.IS_INF);

    /** Neither. */
    public static final UnaryOp IS_FINITE = predicate("isfinite", UnaryKind.IS_FINITE);

    /** Positive infinity. */
    public static final UnaryOp IS_POSINF = predicate("isposinf", UnaryKind.IS_POSINF);

    /** Negative infinity. */
    public static final UnaryOp IS_NEGINF = predicate("isneginf", UnaryKind.IS_NEGINF);

    /** Sign bit. */
    public static final UnaryOp SIGNBIT = predicate("signbit", UnaryKind.SIGNBIT);

    private UnaryMathOps() {}
}
