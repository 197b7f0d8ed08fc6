package dev.jgrad.op;

import dev.jgrad.autograd.Grad;
import dev.jgrad.data.ArgumentException;
import dev.jgrad.data.AutogradException;
import dev.jgrad.data.DType;
import dev.jgrad.data.DTypeException;
import dev.jgrad.data.Promotion;
import dev.jgrad.tensor.DTypes;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.Tensors;
import java.util.function.UnaryOperator;

/** The rarer functions of {@code torch.special}, with their gradients. */
public final class SpecialFunctions {
    private static final double SQRT2 = Math.sqrt(2);

    private SpecialFunctions() {}

    /** e^-|x| I0(x). */
    public static Tensor i0e(Tensor x) {
        Tensor out = HostFunctions.map(x, v -> SpecialSeries.besselScaled(v, 0));
        return Dispatcher.record("SpecialI0EBackward0", out, new Tensor[] {x}, new Tensor[] {x, out}, c ->
                new Tensor[] {c.grad().mul(i1e(c.saved(0)).sub(c.saved(0).sgn().mul(c.saved(1))))});
    }

    /** The modified Bessel function of the first kind, order 1. */
    public static Tensor i1(Tensor x) {
        Tensor out = HostFunctions.map(x, v -> SpecialSeries.bessel(v, 1));
        return Dispatcher.record("SpecialI1Backward0", out, new Tensor[] {x}, new Tensor[] {x, out}, c -> new Tensor[] {
            c.grad().mul(halfAtZero(c.saved(0), x0 -> i0(x0).sub(c.saved(1).div(x0))))
        });
    }

    /** Order 0, with its gradient. */
    public static Tensor i0(Tensor x) {
        Tensor out = HostFunctions.map(x, v -> SpecialSeries.bessel(v, 0));
        return Dispatcher.record("I0Backward0", out, new Tensor[] {x}, new Tensor[] {x}, c ->
                new Tensor[] {c.grad().mul(i1(c.saved(0)))});
    }

    /** e^-|x| I1(x). */
    public static Tensor i1e(Tensor x) {
        Tensor out = HostFunctions.map(x, v -> SpecialSeries.besselScaled(v, 1));
        return Dispatcher.record("SpecialI1EBackward0", out, new Tensor[] {x}, new Tensor[] {x, out}, c -> {
            Tensor v = c.saved(0);
            Tensor y = c.saved(1);
            return new Tensor[] {
                c.grad().mul(halfAtZero(v, t -> i0e(t).sub(y.mul(t.sgn())).sub(y.div(t))))
            };
        });
    }

    /** A slope of I1, which is 1/2 around 0, where its formula divides by 0; PyTorch says so of NaN as well. */
    private static Tensor halfAtZero(Tensor x, UnaryOperator<Tensor> slope) {
        Tensor far = x.abs().gt(x.dtype() == DType.FLOAT64 ? Math.ulp(1.0) : Math.ulp(1f));
        Tensor value = slope.apply(Tensors.where(far, x, Tensors.scalarLike(x, 1)));
        return Tensors.where(far, value, Tensors.scalarLike(x, 0.5));
    }

    /** e^(x^2) erfc(x). */
    public static Tensor erfcx(Tensor x) {
        Tensor out = HostFunctions.map(x, SpecialSeries::erfcx);
        return Dispatcher.record("SpecialErfcxBackward0", out, new Tensor[] {x}, new Tensor[] {x, out}, c ->
                new Tensor[] {c.grad().mul(c.saved(0).mul(c.saved(1)).mul(2.0).sub(2 / Math.sqrt(Math.PI)))});
    }

    /** The distribution function of the normal distribution. */
    public static Tensor ndtr(Tensor x) {
        return DTypes.floating(x).div(SQRT2).neg().erfc().mul(0.5);
    }

    /** Its inverse. */
    public static Tensor ndtri(Tensor x) {
        Tensor v = DTypes.floating(x);
        Tensor out = HostFunctions.map(v, SpecialSeries::ndtri);
        return Dispatcher.record("SpecialNdtriBackward0", out, new Tensor[] {v}, new Tensor[] {out}, c ->
                new Tensor[] {c.grad().mul(c.saved(0).square().div(2.0).exp().mul(Math.sqrt(2 * Math.PI)))});
    }

    /** Its logarithm, computed stably. */
    public static Tensor logNdtr(Tensor x) {
        Tensor v = DTypes.floating(x);
        Tensor out = HostFunctions.map(v, t -> {
            double z = t / SQRT2;
            return t < -1
                    ? Math.log(SpecialSeries.erfcx(-z) / 2) - z * z
                    : Math.log1p(-SpecialSeries.erfcx(z) * Math.exp(-z * z) / 2);
        });
        return Dispatcher.record("SpecialLogNdtrBackward0", out, new Tensor[] {v}, new Tensor[] {v}, c ->
                new Tensor[] {c.grad().div(erfcx(c.saved(0).div(-SQRT2))).mul(Math.sqrt(2 / Math.PI))});
    }

    /** -x ln x, 0 at 0. */
    public static Tensor entr(Tensor x) {
        Tensor v = DTypes.floating(x);
        Tensor out = Grad.noGrad(() -> {
            Tensor d = v.detach();
            return d.xlogy(d).neg().maskedFill(d.lt(0), Double.NEGATIVE_INFINITY);
        });
        return Dispatcher.record("SpecialEntrBackward0", out, new Tensor[] {v}, new Tensor[] {v}, c ->
                new Tensor[] {c.grad().mul(c.saved(0).log().neg().sub(1.0))});
    }

    /** The n-th derivative of the digamma function. */
    public static Tensor polygamma(int n, Tensor x) {
        if (n < 0) {
            throw new ArgumentException("polygamma(n, x) does not support negative n.");
        }
        Tensor v = DTypes.floating(x);
        if (n == 0) {
            return v.digamma();
        }
        double factorial = 1;
        for (int k = 2; k <= n && Double.isFinite(factorial); k++) {
            factorial *= k;
        }
        double factor = n % 2 == 0 ? -factorial : factorial;
        Tensor out = HostFunctions.map(v, t -> factor * SpecialSeries.zeta(n + 1.0, t));
        return Dispatcher.record("PolygammaBackward0", out, new Tensor[] {v}, new Tensor[] {v}, c ->
                new Tensor[] {c.grad().mul(polygamma(n + 1, c.saved(0)))});
    }

    /** Hurwitz' zeta function; differentiable in q. */
    public static Tensor zeta(Tensor x, Tensor q) {
        DType low = Promotion.result(x.dtype(), x.dim() == 0, q.dtype(), q.dim() == 0);
        if (low == DType.FLOAT16 || low == DType.BFLOAT16) {
            throw new DTypeException("\"zeta_cpu\" not implemented for '" + low.scalarTypeName() + "'");
        }
        Tensor out = HostFunctions.map(x, q, SpecialSeries::zeta);
        return Dispatcher.record("SpecialZetaBackward0", out, new Tensor[] {x, q}, new Tensor[] {x, q}, c -> {
            if (c.needs(0)) {
                throw new AutogradException(
                        "the derivative for 'self' is not implemented: special_zeta differentiates in its second operand");
            }
            Tensor s = c.saved(0);
            return new Tensor[] {null, c.grad().mul(s.neg()).mul(zeta(s.add(1.0), c.saved(1)))};
        });
    }

    /** The regularized incomplete gamma functions; differentiable in the second operand. */
    public static Tensor gammainc(Tensor a, Tensor x, boolean upper) {
        DType dtype = Promotion.result(a.dtype(), a.dim() == 0, x.dtype(), x.dim() == 0);
        if (!dtype.isFloatingPoint()) {
            throw new DTypeException("\"" + (upper ? "igammac_cpu" : "igamma_cpu") + "\" not implemented for '"
                    + dtype.scalarTypeName() + "'");
        }
        Tensor out = HostFunctions.map(a, x, (s, t) -> SpecialSeries.gammainc(s, t, upper));
        String name = upper ? "IgammacBackward0" : "IgammaBackward0";
        return Dispatcher.record(name, out, new Tensor[] {a, x}, new Tensor[] {a, x}, c -> {
            if (c.needs(0)) {
                throw new AutogradException("the derivative for 'self' is not implemented: igamma"
                        + " differentiates in its second operand");
            }
            Tensor s = c.saved(0);
            Tensor t = c.saved(1);
            Tensor slope = s.sub(1.0).mul(t.log()).sub(t).sub(s.lgamma()).exp();
            return new Tensor[] {null, c.grad().mul(upper ? slope.neg() : slope)};
        });
    }

    /** ln of the multivariate gamma function. */
    public static Tensor multigammaln(Tensor a, int p) {
        if (p < 1) {
            throw new ArgumentException("p has to be greater than or equal to 1");
        }
        if (a.dtype().isBool()) {
            throw new DTypeException("mvlgamma: The input tensor may not be a boolean tensor.");
        }
        Tensor v = DTypes.floating(a);
        return Composed.named("MvlgammaBackward0", new Tensor[] {v}, t -> {
            Tensor sum = t[0].add(0.0).lgamma(); // the slope at -0 is that at 0
            for (int i = 1; i < p; i++) {
                sum = sum.add(t[0].sub(i / 2.0).lgamma());
            }
            return sum.add(p * (p - 1) / 4.0 * Math.log(Math.PI));
        });
    }
}
