package dev.jgrad.op;

import static dev.jgrad.op.Saves.NOTHING;
import static dev.jgrad.op.Saves.OTHER;
import static dev.jgrad.op.Saves.RESULT;
import static dev.jgrad.op.Saves.SELF;

import dev.jgrad.autograd.Grad;
import dev.jgrad.spi.BinaryKind;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.TensorOptions;
import dev.jgrad.tensor.Tensors;

/** Arithmetic of two operands. Rules are those of PyTorch's {@code derivatives.yaml}. */
public final class ArithmeticOps {
    /** a + b. */
    public static final BinaryOp ADD = BinaryOp.of("add", BinaryKind.ADD, ResultType.PROMOTED, "AddBackward0")
            .self(NOTHING, (g, s) -> g)
            .other(NOTHING, (g, s) -> g)
            .number(NOTHING, (g, s) -> g);

    /** a + p * b. */
    public static final BinaryOp ADD_SCALED = BinaryOp.of(
                    "add", BinaryKind.ADD_SCALED, ResultType.PROMOTED, "AddBackward0")
            .self(NOTHING, (g, s) -> g)
            .other(NOTHING, (g, s) -> g.mul(s.p()));

    /** a - p * b: subtraction with a factor, passed as -p. */
    public static final BinaryOp SUB_SCALED = BinaryOp.of(
                    "sub", BinaryKind.ADD_SCALED, ResultType.NO_BOOL_OPERAND, "SubBackward0")
            .self(NOTHING, (g, s) -> g)
            .other(NOTHING, (g, s) -> g.mul(s.p()));

    /** a - b. */
    public static final BinaryOp SUB = BinaryOp.of("sub", BinaryKind.SUB, ResultType.NO_BOOL_OPERAND, "SubBackward0")
            .self(NOTHING, (g, s) -> g)
            .other(NOTHING, (g, s) -> g.neg())
            .number(NOTHING, (g, s) -> g);

    /** a * b. */
    public static final BinaryOp MUL = BinaryOp.of("mul", BinaryKind.MUL, ResultType.PROMOTED, "MulBackward0")
            .self(OTHER, (g, s) -> g.mul(s.other()))
            .other(SELF, (g, s) -> g.mul(s.self()))
            .number(NOTHING, (g, s) -> g.mul(s.p()));

    /** a / b. */
    public static final BinaryOp DIV = BinaryOp.of("div", BinaryKind.DIV, ResultType.FLOATING, "DivBackward0")
            .self(OTHER, (g, s) -> g.div(s.other()))
            .other(SELF | OTHER, (g, s) -> g.neg().mul(s.self().div(s.other()).div(s.other())))
            .number(NOTHING, (g, s) -> g.div(s.p()));

    /** a / b rounded down; the gradient is zero. */
    public static final BinaryOp DIV_FLOOR = BinaryOp.of(
                    "div", BinaryKind.FLOOR_DIV, ResultType.NOT_BOOL, "DivBackward2")
            .self(NOTHING, (g, s) -> g.zerosLike())
            .other(NOTHING, (g, s) -> g.zerosLike())
            .number(NOTHING, (g, s) -> g.zerosLike());

    /** a / b rounded towards zero; the gradient is zero. */
    public static final BinaryOp DIV_TRUNC = BinaryOp.of(
                    "div", BinaryKind.TRUNC_DIV, ResultType.NOT_BOOL, "DivBackward2")
            .self(NOTHING, (g, s) -> g.zerosLike())
            .other(NOTHING, (g, s) -> g.zerosLike())
            .number(NOTHING, (g, s) -> g.zerosLike());

    /** Python's a // b; PyTorch has no formula for its gradient. */
    public static final BinaryOp FLOOR_DIVIDE =
            BinaryOp.withoutFormula("floor_divide", BinaryKind.FLOOR_DIV, ResultType.NOT_BOOL);

    /** Python's a % b. */
    public static final BinaryOp REMAINDER = BinaryOp.of(
                    "remainder", BinaryKind.REMAINDER, ResultType.NOT_BOOL, "RemainderBackward1")
            .numberGradFn("RemainderBackward0")
            .self(NOTHING, (g, s) -> g)
            .other(SELF | OTHER, (g, s) -> g.neg().mul(DIV_FLOOR.call(s.self(), s.other())))
            .number(NOTHING, (g, s) -> g);

    /** C's fmod. */
    public static final BinaryOp FMOD = BinaryOp.of("fmod", BinaryKind.FMOD, ResultType.NOT_BOOL, "FmodBackward1")
            .numberGradFn("FmodBackward0")
            .self(NOTHING, (g, s) -> g)
            .other(SELF | OTHER, (g, s) -> g.neg().mul(DIV_TRUNC.call(s.self(), s.other())))
            .number(NOTHING, (g, s) -> g);

    /** a to the power of b. */
    public static final BinaryOp POW = BinaryOp.of("pow", BinaryKind.POW, ResultType.NOT_BOOL, "PowBackward1")
            .numberGradFn("PowBackward0")
            .self(SELF | OTHER, (g, s) -> powSelf(g, s.self(), s.other()))
            .other(SELF | OTHER | RESULT, (g, s) -> powExponent(g, s.self(), s.other(), s.result()))
            .number(SELF, (g, s) -> powNumber(g, s.self(), s.p()));

    /** Greater of both. */
    public static final BinaryOp MAXIMUM = BinaryOp.of(
                    "maximum", BinaryKind.MAXIMUM, ResultType.PROMOTED, "MaximumBackward0")
            .self(
                    SELF | OTHER,
                    (g, s) -> extreme(g, s.self(), s.other(), s.self().lt(s.other())))
            .other(
                    SELF | OTHER,
                    (g, s) -> extreme(g, s.self(), s.other(), s.self().gt(s.other())));

    /** Lesser of both. */
    public static final BinaryOp MINIMUM = BinaryOp.of(
                    "minimum", BinaryKind.MINIMUM, ResultType.PROMOTED, "MinimumBackward0")
            .self(
                    SELF | OTHER,
                    (g, s) -> extreme(g, s.self(), s.other(), s.self().gt(s.other())))
            .other(
                    SELF | OTHER,
                    (g, s) -> extreme(g, s.self(), s.other(), s.self().lt(s.other())));

    /** Greater of both, ignoring NaN. */
    public static final BinaryOp FMAX = BinaryOp.of("fmax", BinaryKind.FMAX, ResultType.PROMOTED, "FmaxBackward0")
            .self(
                    SELF | OTHER,
                    (g, s) -> g.maskedFill(
                            s.self().ge(s.other()).logicalOr(s.other().isNan()).logicalNot(), 0))
            .other(
                    SELF | OTHER,
                    (g, s) -> g.maskedFill(
                            s.self().ge(s.other()).logicalOr(s.other().isNan()), 0));

    /** Lesser of both, ignoring NaN. */
    public static final BinaryOp FMIN = BinaryOp.of("fmin", BinaryKind.FMIN, ResultType.PROMOTED, "FminBackward0")
            .self(
                    SELF | OTHER,
                    (g, s) -> g.maskedFill(
                            s.self().le(s.other()).logicalOr(s.other().isNan()).logicalNot(), 0))
            .other(
                    SELF | OTHER,
                    (g, s) -> g.maskedFill(
                            s.self().le(s.other()).logicalOr(s.other().isNan()), 0));

    /** The angle of the point (b, a). */
    public static final BinaryOp ATAN2 = BinaryOp.of("atan2", BinaryKind.ATAN2, ResultType.FLOATING, "Atan2Backward0")
            .self(SELF | OTHER, (g, s) -> g.mul(s.other().div(squares(s)).maskedFill(origin(s), 0)))
            .other(SELF | OTHER, (g, s) -> g.mul(s.self().neg().div(squares(s)).maskedFill(origin(s), 0)));

    /** sqrt(a^2 + b^2). */
    public static final BinaryOp HYPOT = BinaryOp.of("hypot", BinaryKind.HYPOT, ResultType.PROMOTED, "HypotBackward0")
            .self(SELF | RESULT, (g, s) -> g.mul(s.self().div(s.result())))
            .other(OTHER | RESULT, (g, s) -> g.mul(s.other().div(s.result())));

    /** ln(e^a + e^b). */
    public static final BinaryOp LOGADDEXP = BinaryOp.of(
                    "logaddexp", BinaryKind.LOGADDEXP, ResultType.PROMOTED, "LogaddexpBackward0")
            .self(SELF | OTHER, (g, s) -> g.div(s.other().sub(s.self()).exp().add(1)))
            .other(SELF | OTHER, (g, s) -> g.div(s.self().sub(s.other()).exp().add(1)));

    /** log2(2^a + 2^b). */
    public static final BinaryOp LOGADDEXP2 = BinaryOp.of(
                    "logaddexp2", BinaryKind.LOGADDEXP2, ResultType.PROMOTED, "Logaddexp2Backward0")
            .self(SELF | OTHER, (g, s) -> g.div(s.other().sub(s.self()).exp2().add(1)))
            .other(SELF | OTHER, (g, s) -> g.div(s.self().sub(s.other()).exp2().add(1)));

    /** |a| with the sign of b. */
    public static final BinaryOp COPYSIGN = BinaryOp.of(
                    "copysign", BinaryKind.COPYSIGN, ResultType.FLOATING, "CopysignBackward0")
            .numberGradFn("CopysignBackward1")
            .self(
                    SELF | RESULT,
                    (g, s) -> g.mul(s.result().div(s.self()).maskedFill(s.self().eq(0), 0)))
            .other(NOTHING, (g, s) -> g.zerosLike())
            .number(
                    SELF | RESULT,
                    (g, s) -> g.mul(s.result().div(s.self()).maskedFill(s.self().eq(0), 0)));

    /** a * ln(b). */
    public static final BinaryOp XLOGY = BinaryOp.of("xlogy", BinaryKind.XLOGY, ResultType.FLOATING, "XlogyBackward0")
            .self(
                    SELF | OTHER,
                    (g, s) -> g.mul(s.other().log())
                            .maskedFill(s.self().eq(0).logicalAnd(s.other().le(0)), 0))
            .other(SELF | OTHER, (g, s) -> g.mul(s.self()).div(s.other()))
            .numberGradFn("XlogyBackward2")
            .number(
                    SELF,
                    (g, s) -> s.p() > 0
                            ? g.mul(Math.log(s.p()))
                            : g.mul(Math.log(s.p())).maskedFill(s.self().eq(0), 0));

    /** a * log1p(b). */
    public static final BinaryOp XLOG1PY = BinaryOp.of(
                    "xlog1py", BinaryKind.XLOG1PY, ResultType.FLOATING, "SpecialXlog1PyBackward0")
            .self(
                    SELF | OTHER,
                    (g, s) -> g.mul(s.other().log1p())
                            .maskedFill(s.self().eq(0).logicalAnd(s.other().le(-1)), 0))
            .other(SELF | OTHER, (g, s) -> g.mul(s.self()).div(s.other().add(1)));

    /** Next representable value. */
    public static final BinaryOp NEXTAFTER = BinaryOp.of(
                    "nextafter", BinaryKind.NEXTAFTER, ResultType.PROMOTED, "NextafterBackward0")
            .self(SELF | OTHER, (g, s) -> g.maskedFill(s.self().eq(s.other()), 0))
            .other(NOTHING, (g, s) -> g.zerosLike());

    /** Step function with b at 0; PyTorch has no formula for its gradient. */
    public static final BinaryOp HEAVISIDE =
            BinaryOp.withoutFormula("heaviside", BinaryKind.HEAVISIDE, ResultType.PROMOTED);

    /** Bitwise and. */
    public static final BinaryOp BITWISE_AND =
            BinaryOp.plain("bitwise_and", BinaryKind.BITWISE_AND, ResultType.INTEGRAL);

    /** Bitwise or. */
    public static final BinaryOp BITWISE_OR = BinaryOp.plain("bitwise_or", BinaryKind.BITWISE_OR, ResultType.INTEGRAL);

    /** Bitwise exclusive or. */
    public static final BinaryOp BITWISE_XOR =
            BinaryOp.plain("bitwise_xor", BinaryKind.BITWISE_XOR, ResultType.INTEGRAL);

    /** Shift to the left. */
    public static final BinaryOp SHIFT_LEFT =
            BinaryOp.plain("bitwise_left_shift", BinaryKind.SHIFT_LEFT, ResultType.INTEGER);

    /** Shift to the right. */
    public static final BinaryOp SHIFT_RIGHT =
            BinaryOp.plain("bitwise_right_shift", BinaryKind.SHIFT_RIGHT, ResultType.INTEGER);

    /** Greatest common divisor. */
    public static final BinaryOp GCD = BinaryOp.plain("gcd", BinaryKind.GCD, ResultType.INTEGRAL);

    /** Least common multiple. */
    public static final BinaryOp LCM = BinaryOp.plain("lcm", BinaryKind.LCM, ResultType.INTEGRAL);

    private ArithmeticOps() {}

    /** The number minus the tensor: {@code torch.rsub}. */
    public static Tensor rsub(Tensor self, double number) {
        Tensor out = NumberCalls.callFirst(SUB, self, number, (long) number, true);
        return Dispatcher.record("RsubBackward1", out, new Tensor[] {self}, new Tensor[0], c ->
                new Tensor[] {c.grad().neg()});
    }

    /** The same for an integral number. */
    public static Tensor rsub(Tensor self, long number) {
        Tensor out = NumberCalls.callFirst(SUB, self, number, number, false);
        return Dispatcher.record("RsubBackward1", out, new Tensor[] {self}, new Tensor[0], c ->
                new Tensor[] {c.grad().neg()});
    }

    /** The number divided by the tensor. */
    public static Tensor rdiv(Tensor self, double number) {
        return self.reciprocal().mul(number);
    }

    /** number * ln(tensor), 0 where the number is 0. */
    public static Tensor rxlogy(double number, Tensor self) {
        Tensor out = NumberCalls.callFirst(XLOGY, self, number, (long) number, true);
        return Dispatcher.record("XlogyBackward1", out, new Tensor[] {self}, new Tensor[] {self}, c ->
                new Tensor[] {c.grad().mul(number).div(c.saved(0))});
    }

    /** The remainder of a number divided by a tensor. */
    public static Tensor rremainder(double number, boolean floating, Tensor self) {
        Tensor first = floating
                ? Tensors.full(new TensorOptions(null, self.device()), number)
                : Tensors.full(new TensorOptions(null, self.device()), (long) number);
        return first.remainder(self);
    }

    /** A number to the power of a tensor. */
    public static Tensor rpow(double base, boolean floating, Tensor exponent) {
        Tensor out = NumberCalls.callFirst(POW, exponent, base, (long) base, floating);
        return Dispatcher.record("PowBackward2", out, new Tensor[] {exponent}, new Tensor[] {exponent, out}, c -> {
            if (base == 0) {
                return new Tensor[] {
                    Tensors.where(
                            c.saved(0).ge(0),
                            c.grad().zerosLike(),
                            c.grad().mul(c.saved(1)).mul(Math.log(base)))
                };
            }
            return new Tensor[] {c.grad().mul(c.saved(1).mul(Math.log(base)))};
        });
    }

    private static Tensor squares(Saved s) {
        return s.self().mul(s.self()).add(s.other().mul(s.other()));
    }

    /** Where the angle has no slope, which PyTorch calls 0. */
    private static Tensor origin(Saved s) {
        return s.self().eq(0).logicalAnd(s.other().eq(0));
    }

    /** Equal operands share the gradient; where one is NaN both have it. */
    private static Tensor extreme(Tensor g, Tensor a, Tensor b, Tensor lost) {
        return Tensors.where(a.eq(b), g.mul(0.5), g).maskedFill(lost, 0);
    }

    private static Tensor powNumber(Tensor g, Tensor self, double exponent) {
        if (exponent == 0) {
            return self.zerosLike();
        }
        if (exponent == 2 && !Grad.isEnabled()) {
            // What the power of 1 comes to, without the power.
            return g.mul(self.mul(2));
        }
        if (exponent == Math.rint(exponent) && Math.abs(exponent) < 1e15) {
            return g.mul(self.pow((long) (exponent - 1)).mul(exponent));
        }
        return g.mul(self.pow(exponent - 1).mul(exponent));
    }

    private static Tensor powSelf(Tensor g, Tensor self, Tensor exponent) {
        return Tensors.where(exponent.eq(0), Tensors.scalarLike(g, 0), g.mul(exponent.mul(self.pow(exponent.sub(1)))));
    }

    private static Tensor powExponent(Tensor g, Tensor self, Tensor exponent, Tensor result) {
        Tensor untouched = self.eq(0).logicalAnd(exponent.ge(0));
        return Tensors.where(untouched, Tensors.scalarLike(g, 0), g.mul(result.mul(self.log())));
    }
}
