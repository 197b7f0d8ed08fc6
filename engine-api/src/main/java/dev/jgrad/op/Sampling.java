package dev.jgrad.op;

import dev.jgrad.autograd.Grad;
import dev.jgrad.data.ArgumentException;
import dev.jgrad.data.DType;
import dev.jgrad.data.DTypeException;
import dev.jgrad.data.Layout;
import dev.jgrad.data.ShapeException;
import dev.jgrad.spi.RandomKernels.Distribution;
import dev.jgrad.tensor.Generator;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.Tensors;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Draws whose distribution a tensor describes, composed of uniform, normal and exponential numbers. A draw does not depend on
 * its parameters in a way that has a derivative: the gradients are zeros, as in PyTorch.
 */
public final class Sampling {
    private Sampling() {}

    private static Tensor draw(Tensor like, Distribution d, DType dtype, double p, double q, Generator g, Layout l) {
        return CreationOps.random(Dispatcher.backend(like), g, d, dtype, p, q, 0, 1, l.sizes());
    }

    private static Layout shape(Tensor t) {
        return TensorAccess.shown(t);
    }

    private static void checkFloating(String kernel, Tensor t) {
        if (!t.dtype().isFloatingPoint()) {
            throw new DTypeException("\"" + kernel + "\" not implemented for '"
                    + t.dtype().scalarTypeName() + "'; convert with toFloat() first");
        }
    }

    private static Tensor[] zeros(Tensor gradient, Tensor... inputs) {
        Tensor[] out = new Tensor[inputs.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = Tensors.zerosLike(gradient)
                    .sumToSize(shape(inputs[i]).sizes())
                    .to(inputs[i].dtype());
        }
        return out;
    }

    /** 1 with the probability that stands in each element, else 0. */
    public static Tensor bernoulli(Tensor p, Generator generator) {
        checkFloating("bernoulli_tensor_cpu_p_", p);
        Tensor plain = p.detach();
        if (Batching.any(plain.ge(0).logicalAnd(plain.le(1)).logicalNot())) {
            throw new ArgumentException("Expected p_in >= 0 && p_in <= 1 to be true, but got false."
                    + " bernoulli expects every probability to be in [0, 1]");
        }
        // Narrow numbers are compared in float32: a uniform number that rounds up to 1 would never be less than p = 1.
        DType wide = p.dtype() == DType.FLOAT64 ? DType.FLOAT64 : DType.FLOAT32;
        Tensor out = Grad.noGrad(() -> draw(plain, Distribution.UNIFORM, wide, 0, 1, generator, shape(p))
                .lt(plain.to(wide))
                .to(p.dtype()));
        return Dispatcher.record(
                "BernoulliBackward0", out, new Tensor[] {p}, new Tensor[0], c -> zeros(c.grad(), p.detach()));
    }

    /** 1 with probability {@code p}, else 0, in the shape and dtype of a tensor. */
    public static Tensor bernoulli(Tensor like, double p, Generator generator) {
        checkProbability(p);
        Tensor out = Grad.noGrad(() -> draw(like, Distribution.BERNOULLI, like.dtype(), p, 0, generator, shape(like)));
        return Dispatcher.record(
                "BernoulliBackward2", out, new Tensor[] {like}, new Tensor[0], c -> zeros(c.grad(), like.detach()));
    }

    /** Throws where a number is no probability. */
    public static void checkProbability(double p) {
        if (!(p >= 0 && p <= 1)) {
            throw new ArgumentException("bernoulli_ expects p to be in [0, 1], but got p=" + p);
        }
    }

    /** Throws where a number is no standard deviation. */
    public static void checkDeviation(double std) {
        if (!(std >= 0)) {
            throw new ArgumentException("normal expects std >= 0.0, but found std " + std);
        }
    }

    /** Normal numbers around the elements of {@code mean}. */
    public static Tensor normal(Tensor mean, double std, Generator generator) {
        checkFloating("normal_kernel_cpu", mean);
        checkDeviation(std);
        Tensor out = Grad.noGrad(() -> draw(mean, Distribution.NORMAL, mean.dtype(), 0, 1, generator, shape(mean))
                .mul(std)
                .add(mean.detach()));
        return Dispatcher.record(
                "NormalBackward1", out, new Tensor[] {mean}, new Tensor[0], c -> zeros(c.grad(), mean.detach()));
    }

    /** Normal numbers around {@code mean} with the elements of {@code std} as deviations. */
    public static Tensor normal(double mean, Tensor std, Generator generator) {
        checkDeviations(std);
        Tensor out = Grad.noGrad(() -> draw(std, Distribution.NORMAL, std.dtype(), 0, 1, generator, shape(std))
                .mul(std.detach())
                .add(mean));
        return Dispatcher.record(
                "NormalBackward2", out, new Tensor[] {std}, new Tensor[0], c -> zeros(c.grad(), std.detach()));
    }

    /** Normal numbers, both parameters tensors that broadcast; in the dtype of {@code mean}. */
    public static Tensor normal(Tensor mean, Tensor std, Generator generator) {
        checkFloating("normal_kernel_cpu", mean);
        checkDeviations(std);
        Tensor out = Grad.noGrad(() -> {
            Tensor both = mean.detach().add(std.detach().to(mean.dtype()));
            return draw(both, Distribution.NORMAL, mean.dtype(), 0, 1, generator, shape(both))
                    .mul(std.detach().to(mean.dtype()))
                    .add(mean.detach());
        });
        return Dispatcher.record(
                "NormalBackward3",
                out,
                new Tensor[] {mean, std},
                new Tensor[0],
                c -> zeros(c.grad(), mean.detach(), std.detach()));
    }

    private static void checkDeviations(Tensor std) {
        checkFloating("normal_kernel_cpu", std);
        if (Batching.any(std.detach().ge(0).logicalNot())) {
            throw new ArgumentException("normal expects all elements of std >= 0.0");
        }
    }

    /**
     * Positions along the last dimension, each drawn with a probability proportional to the weight there; int64.
     *
     * @param weights a vector or a matrix whose rows are drawn from, floating-point, not negative, finite
     */
    public static Tensor multinomial(Tensor weights, long count, boolean replacement, Generator generator) {
        if (!weights.dtype().isFloatingPoint()) {
            throw new DTypeException("multinomial only supports floating-point dtypes for input, got: "
                    + weights.dtype().scalarTypeName());
        }
        if (weights.dim() != 1 && weights.dim() != 2) {
            throw new ShapeException("prob_dist must be 1 or 2 dim, but has shape " + weights.shape());
        }
        long n = weights.size(-1);
        if (count <= 0) {
            throw new ArgumentException("cannot sample n_sample <= 0 samples, got n_sample=" + count);
        }
        if (!replacement && count > n) {
            throw new ArgumentException("cannot sample n_sample > prob_dist.size(-1) samples without replacement:"
                    + " n_sample=" + count + ", prob_dist.size(-1)=" + n);
        }
        if (n == 0) {
            throw new ShapeException("multinomial: prob_dist of shape " + weights.shape() + " has no categories");
        }
        return Grad.noGrad(() -> {
            Tensor w = weights.detach().toDouble();
            check(w, replacement ? 1 : count);
            return replacement ? repeated(w, count, generator) : distinct(w, count, generator);
        });
    }

    private static void check(Tensor w, long needed) {
        if (Batching.any(w.ge(0).logicalAnd(w.isFinite()).logicalNot())) {
            throw new ArgumentException("probability tensor contains either `inf`, `nan` or element < 0");
        }
        Tensor positive = w.gt(0).toLong().sum(-1);
        if (Batching.any(positive.eq(0))) {
            throw new ArgumentException("invalid multinomial distribution (sum of probabilities <= 0)");
        }
        if (Batching.any(positive.lt(needed))) {
            throw new ArgumentException("invalid multinomial distribution (with replacement=False,"
                    + " not enough non-negative category to sample): " + needed + " samples wanted");
        }
    }

    /** Inverts the distribution function. */
    private static Tensor repeated(Tensor w, long count, Generator generator) {
        // Relative to the greatest, so that the sum of great numbers stays finite.
        Tensor sums = w.div(w.amax(new int[] {-1}, true)).cumsum(-1);
        Tensor total = sums.narrow(-1, w.size(-1) - 1, 1);
        long[] sizes = shape(w).sizes().clone();
        sizes[sizes.length - 1] = count;
        Tensor at = draw(w, Distribution.UNIFORM, DType.FLOAT64, 0, 1, generator, Layout.contiguous(sizes))
                .mul(total);
        // Below the total also after rounding: then the first greater sum is that of a category with a weight.
        Tensor below = at.minimum(total.nextafter(Tensors.zerosLike(total)));
        return Searching.searchsorted(sums.contiguous(), below.contiguous(), true);
    }

    /**
     * The order in which exponential clocks with these rates ring (Efraimidis and Spirakis 2006), on a logarithmic scale,
     * where no weight is too small.
     */
    private static Tensor distinct(Tensor w, long count, Generator generator) {
        Tensor clock = draw(w, Distribution.EXPONENTIAL, DType.FLOAT64, 1, 0, generator, shape(w));
        Tensor keys = w.log().sub(clock.log()).maskedFill(w.eq(0), Double.NEGATIVE_INFINITY);
        return keys.topk(Math.toIntExact(count), -1, true).indices();
    }

    /** Poisson numbers with the elements as means, in their dtype. */
    public static Tensor poisson(Tensor rates, Generator generator) {
        checkFloating("poisson_cpu", rates);
        Tensor plain = rates.detach();
        if (Batching.any(plain.ge(0).logicalNot())) {
            throw new ArgumentException("invalid Poisson rate, expected rate to be non-negative");
        }
        Tensor out = Grad.noGrad(
                () -> HostFunctions.map(plain.toDouble(), streams(plain, generator), CountDistributions::poisson)
                        .to(rates.dtype()));
        return Dispatcher.record(
                "PoissonBackward0", out, new Tensor[] {rates}, new Tensor[0], c -> zeros(c.grad(), rates.detach()));
    }

    /** How many of {@code count} trials of probability {@code prob} succeed; both broadcast and have one dtype. */
    public static Tensor binomial(Tensor count, Tensor prob, Generator generator) {
        checkBinomial("count", count);
        checkBinomial("prob", prob);
        if (count.dtype() != prob.dtype()) {
            throw new DTypeException("Found dtype " + prob.dtype().scalarTypeName() + " but expected "
                    + count.dtype().scalarTypeName());
        }
        Tensor out = Grad.noGrad(() -> {
            Tensor[] both = Tensors.broadcastTensors(count.detach(), prob.detach());
            Tensor start = streams(both[0], generator);
            return HostFunctions.map(both[0].toDouble(), both[1].toDouble(), start, CountDistributions::binomial)
                    .to(count.dtype());
        });
        NotDifferentiable.record("binomial", new Tensor[] {out}, count, prob);
        return out;
    }

    private static void checkBinomial(String what, Tensor t) {
        if (!t.dtype().isFloatingPoint()) {
            throw new DTypeException("binomial only supports floating-point dtypes for " + what + ", got: "
                    + t.dtype().scalarTypeName());
        }
    }

    /** A number for each element that begins a stream of random numbers of its own. */
    private static Tensor streams(Tensor like, Generator generator) {
        return draw(like, Distribution.UNIFORM, DType.FLOAT64, 0, 1, generator, shape(like));
    }

    /** Overwrites with the number of trials up to the first success of probability {@code p}. */
    public static Tensor geometricInPlace(Tensor self, double p, Generator generator) {
        if (!(p > 0 && p < 1)) {
            throw new ArgumentException("geometric_ expects p to be in (0, 1), but got p=" + p);
        }
        if (self.dtype().isBool()) {
            throw new DTypeException("\"geometric_cpu\" not implemented for 'Bool'");
        }
        // An exponential number cut into intervals of equal probability.
        return overwritten(
                "geometric",
                "GeometricBackward0",
                self,
                Distribution.EXPONENTIAL,
                generator,
                x -> x.div(-Math.log1p(-p)).ceil().clampMin(1));
    }

    /** Overwrites with Cauchy numbers. */
    public static Tensor cauchyInPlace(Tensor self, double median, double sigma, Generator generator) {
        if (!self.dtype().isFloatingPoint()) {
            throw new DTypeException("Cauchy distribution is a continuous probability distribution."
                    + " dtype must be a floating point but you specified "
                    + self.dtype().cppName());
        }
        if (!(sigma > 0)) {
            throw new ArgumentException("cauchy_ expects sigma > 0.0, but found sigma=" + sigma);
        }
        return overwritten(
                "cauchy",
                "CauchyBackward0",
                self,
                Distribution.UNIFORM,
                generator,
                x -> x.sub(0.5).mul(Math.PI).tan().mul(sigma).add(median));
    }

    /** Overwrites with numbers whose logarithm is normal. */
    public static Tensor logNormalInPlace(Tensor self, double mean, double std, Generator generator) {
        if (!(std > 0)) {
            throw new ArgumentException("log_normal_ expects std > 0.0, but found std=" + std);
        }
        checkFloating("log_normal_cpu", self);
        return overwritten(
                "log_normal",
                "LogNormalBackward0",
                self,
                Distribution.NORMAL,
                generator,
                x -> x.mul(std).add(mean).exp());
    }

    private static Tensor overwritten(
            String op, String node, Tensor self, Distribution d, Generator generator, UnaryOperator<Tensor> form) {
        return InPlace.apply(op, self, x -> {
            Tensor out = Grad.noGrad(() -> form.apply(
                            draw(x, d, DType.FLOAT64, d == Distribution.EXPONENTIAL ? 1 : 0, 1, generator, shape(x)))
                    .to(x.dtype()));
            return Dispatcher.record(
                    node, out, new Tensor[] {x}, new Tensor[0], c -> new Tensor[] {Tensors.zerosLike(c.grad())});
        });
    }

    /** Overwrites with the integers of [from, to). */
    public static Tensor randomInPlace(Tensor self, long from, long to, boolean fromZero, Generator generator) {
        checkRange(self.dtype(), from, to);
        String node = fromZero ? "RandomBackward1" : "RandomBackward0";
        return CreationOps.randomInPlace("random", node, self, generator, Distribution.INTEGER, from, to, from, to);
    }

    /** Overwrites with all integers that a dtype holds from one on: up to the greatest, or to where gaps begin. */
    public static Tensor randomInPlace(Tensor self, @Nullable Long from, Generator generator) {
        long first = from == null ? 0 : from;
        long last = switch (self.dtype()) {
            case BOOL -> 1;
            case UINT8 -> 255;
            case INT8 -> Byte.MAX_VALUE;
            case INT16 -> Short.MAX_VALUE;
            case INT32 -> Integer.MAX_VALUE;
            case INT64 -> Long.MAX_VALUE;
            case BFLOAT16 -> 1 << 8;
            case FLOAT16 -> 1 << 11;
            case FLOAT32 -> 1 << 24;
            case FLOAT64 -> 1L << 53;
        };
        if (!holds(self.dtype(), first)) {
            throw new ArgumentException(
                    "from is out of bounds for " + self.dtype().cppName() + ": " + first);
        }
        if (first > last) {
            throw new ArgumentException("random_ expects 'from' casted to dtype to be less than or equal to 'to_inc'"
                    + " casted to dtype, but got from=" + first + " > to_inc=" + last);
        }
        // The kernel takes differences without sign: beyond the greatest long the bound wraps around.
        long end = last == Long.MAX_VALUE && first == Long.MIN_VALUE ? last : last + 1;
        String node = from == null ? "RandomBackward2" : "RandomBackward0";
        return CreationOps.randomInPlace("random", node, self, generator, Distribution.INTEGER, first, end, first, end);
    }

    /** Throws where a dtype does not hold the integers of [from, to). */
    public static void checkRange(DType dtype, long from, long to) {
        if (from >= to) {
            throw new ArgumentException(
                    "random_ expects 'from' to be less than 'to', but got from=" + from + " >= to=" + to);
        }
        if (!holds(dtype, from)) {
            throw new ArgumentException("from is out of bounds for " + dtype.cppName() + ": " + from);
        }
        if (!holds(dtype, to - 1)) {
            throw new ArgumentException("to - 1 is out of bounds for " + dtype.cppName() + ": " + (to - 1));
        }
    }

    private static boolean holds(DType dtype, long value) {
        return switch (dtype) {
            case BOOL -> value == 0 || value == 1;
            case UINT8 -> value >= 0 && value <= 255;
            case INT8 -> value == (byte) value;
            case INT16 -> value == (short) value;
            case INT32 -> value == (int) value;
            case FLOAT16 -> Math.abs(value) <= 65504;
            default -> true;
        };
    }

    /** Overwrites with exponential numbers of a rate. */
    public static Tensor exponentialInPlace(Tensor self, double rate, Generator generator) {
        if (!self.dtype().isFloatingPoint()) {
            throw new DTypeException("Exponential distribution is a continuous probability distribution."
                    + " dtype must be a floating point but you specified "
                    + self.dtype().scalarTypeName());
        }
        if (!(rate > 0)) {
            throw new ArgumentException("exponential_ expects lambda > 0.0, but found lambda=" + rate);
        }
        return CreationOps.randomInPlace("exponential", self, generator, Distribution.EXPONENTIAL, rate, 0, 0, 0);
    }
}
