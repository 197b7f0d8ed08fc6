package dev.jgrad.it.ops;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jgrad.autograd.Func;
import dev.jgrad.autograd.Vmap;
import dev.jgrad.data.ArgumentException;
import dev.jgrad.data.AutogradException;
import dev.jgrad.data.DType;
import dev.jgrad.data.DTypeException;
import dev.jgrad.data.JgradException;
import dev.jgrad.data.ShapeException;
import dev.jgrad.tensor.Generator;
import dev.jgrad.tensor.Linalg;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.TensorOptions;
import dev.jgrad.tensor.Tensors;
import java.util.Arrays;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Draws that a tensor describes: moments and bounds for fixed seeds, gradients, errors. Tolerances are five deviations. */
class SamplingTest {
    private static final int N = 40_000;

    private static final double TOLERANCE = 5 / Math.sqrt(N);

    private static final TensorOptions F64 = TensorOptions.dtype(DType.FLOAT64);

    private static void mean(double expected, double deviation, Tensor t) {
        assertEquals(expected, t.toDouble().mean().item(), deviation * TOLERANCE);
    }

    private static void fails(Class<? extends JgradException> type, String text, Executable e) {
        String message = assertThrows(type, e).getMessage();
        assertTrue(message.contains(text), message);
    }

    private static Tensor row(double... values) {
        return Tensors.tensor(F64, values, values.length);
    }

    @Test
    void bernoulliFollowsTheProbabilities() {
        for (DType dtype : new DType[] {DType.FLOAT64, DType.FLOAT32, DType.BFLOAT16}) {
            Tensor p = row(0, 0.25, 1).to(dtype).expand(N, 3);
            Tensor x = p.bernoulli(new Generator(1));
            assertEquals(dtype, x.dtype());
            mean(0, 0, x.select(1, 0));
            mean(0.25, 0.5, x.select(1, 1));
            mean(1, 0, x.select(1, 2));
        }
        Tensor counts = Tensors.zeros(TensorOptions.dtype(DType.INT64), N);
        Tensor drawn = counts.bernoulli(0.3, new Generator(2));
        assertEquals(DType.INT64, drawn.dtype());
        mean(0.3, 0.5, drawn);
        mean(0.3, 0.5, counts.bernoulli_(0.3, new Generator(3)));
    }

    @Test
    void normalFollowsMeanAndDeviation() {
        Tensor means = row(-2, 5).expand(N, 2);
        Tensor stds = row(0, 3);
        for (Tensor x : new Tensor[] {
            Tensors.normal(means, stds, new Generator(1)), Tensors.normal(-2, stds.expand(N, 2), new Generator(2))
        }) {
            assertTrue(x.select(1, 0).eq(-2).all().itemBoolean());
            assertEquals(3, x.select(1, 1).std().item(), 3 * TOLERANCE);
        }
        mean(5, 3, Tensors.normal(means, stds, new Generator(3)).select(1, 1));
        mean(-2, 3, Tensors.normal(means, 3, new Generator(4)).select(1, 0));
        Tensor plain = Tensors.normal(F64, new Generator(5), 7, 2, N);
        mean(7, 2, plain);
        assertEquals(2, plain.std().item(), 2 * TOLERANCE);
        assertEquals(DType.FLOAT32, Tensors.normal(Tensors.ones(2), row(1, 1)).dtype());
    }

    @Test
    void multinomialFollowsTheWeights() {
        Tensor w = Tensors.stack(0, row(0, 1, 3, 0), row(1e300, 0, 0, 1e300));
        Tensor x = w.multinomial(N, true, new Generator(1));
        assertArrayEquals(new long[] {2, N}, x.shape().toArray());
        assertEquals(DType.INT64, x.dtype());
        Tensor first = x.select(0, 0);
        assertTrue(first.eq(1).logicalOr(first.eq(2)).all().itemBoolean());
        mean(0.75, 0.5, first.eq(2));
        Tensor second = x.select(0, 1);
        assertTrue(second.eq(0).logicalOr(second.eq(3)).all().itemBoolean());
        mean(0.5, 0.5, second.eq(3));
    }

    @Test
    void withoutReplacementNothingRepeats() {
        Tensor w = row(1, 0, 2, 1e-320, 5).expand(N, 5);
        Tensor x = w.multinomial(4, false, new Generator(1));
        long[] all = x.toLongArray();
        for (int i = 0; i < N; i++) {
            long[] one = Arrays.copyOfRange(all, 4 * i, 4 * i + 4);
            Arrays.sort(one);
            assertArrayEquals(new long[] {0, 2, 3, 4}, one);
        }
        mean(5.0 / 8, 0.5, x.select(1, 0).eq(4));
        // The second given the first: P(0 first, 4 second) = 1/8 * 5/7.
        mean(5.0 / 56, 0.5, x.select(1, 0).eq(0).logicalAnd(x.select(1, 1).eq(4)));
    }

    @Test
    void integersAndExponentialNumbers() {
        Tensor like = Tensors.zeros(TensorOptions.dtype(DType.INT16), N);
        Generator.manualSeed(1);
        Tensor x = Tensors.randintLike(like, -3, 4);
        assertEquals(DType.INT16, x.dtype());
        assertEquals(-3, x.min().itemLong());
        assertEquals(3, x.max().itemLong());
        mean(0, 2, x);
        assertEquals(1, Tensors.randintLike(like, 2).max().itemLong());
        Tensor filled = Tensors.zeros(N).random_(10, 12, new Generator(2));
        assertTrue(filled.eq(10).logicalOr(filled.eq(11)).all().itemBoolean());
        mean(10.5, 0.5, filled);
        Tensor waits = Tensors.zeros(F64, N).exponential_(4, new Generator(3));
        assertTrue(waits.ge(0).all().itemBoolean());
        mean(0.25, 0.25, waits);
        assertEquals(0.25, waits.std().item(), 0.5 * TOLERANCE);
    }

    @Test
    void integersOfAllThatADTypeHolds() {
        Object[][] bounds = {
            {DType.UINT8, 0L, 255L},
            {DType.INT8, 0L, 127L},
            {DType.BOOL, 0L, 1L},
            {DType.BFLOAT16, 0L, 256L},
            {DType.FLOAT16, 0L, 2048L}
        };
        for (Object[] b : bounds) {
            Tensor x = Tensors.zeros(TensorOptions.dtype((DType) b[0]), 4 * N).random_(new Generator(1));
            assertEquals((long) (Long) b[1], x.toLong().min().itemLong());
            assertEquals((long) (Long) b[2], x.toLong().max().itemLong());
        }
        mean(1L << 23, 1L << 23, Tensors.zeros(N).random_(new Generator(1)));
        mean(0x1p62, 0x1p62, Tensors.zeros(TensorOptions.dtype(DType.INT64), N).random_(new Generator(1)));
        Tensor all = Tensors.zeros(TensorOptions.dtype(DType.INT64), N).random_(Long.MIN_VALUE, null, new Generator(2));
        mean(0.5, 0.5, all.lt(0));
        Tensor top = Tensors.zeros(TensorOptions.dtype(DType.UINT8), N).random_(254, null, new Generator(3));
        mean(254.5, 0.5, top);
        Tensor few = Tensors.zeros(TensorOptions.dtype(DType.INT32), N).random_(3, new Generator(4));
        assertEquals(0, few.min().itemLong());
        assertEquals(2, few.max().itemLong());
        Tensor x = Tensors.ones(3).requiresGrad_().mul(2);
        assertEquals("RandomBackward1", name(x.random_(3)));
        assertEquals("RandomBackward2", name(x.random_()));
        assertEquals("RandomBackward0", name(x.random_(1, 3)));
    }

    @Test
    void poissonFollowsTheMeans() {
        for (double rate : new double[] {0.3, 4, 9.9, 10, 37.5, 1e4, 1e9}) {
            Tensor x = Tensors.full(F64, rate, N).poisson(new Generator(1));
            mean(rate, Math.sqrt(rate), x);
            // The variance of a sample variance is that of the fourth moment: rate + 2 rate^2.
            assertEquals(rate, x.var().item(), Math.sqrt(rate + 2 * rate * rate) * TOLERANCE);
            assertTrue(x.eq(x.floor()).all().itemBoolean());
        }
        // All probabilities of a small mean, not the first moments alone.
        Tensor small = Tensors.full(F64, 12.0, N).poisson(new Generator(2));
        double p = Math.exp(-12);
        for (int k = 0; k < 30; k++) {
            mean(p, Math.sqrt(p) + 1e-3, small.eq(k));
            p *= 12.0 / (k + 1);
        }
        Tensor corners = row(0, Double.POSITIVE_INFINITY).poisson();
        assertArrayEquals(new double[] {0, Double.POSITIVE_INFINITY}, corners.toDoubleArray());
        Tensor rates = row(2, 3).requiresGrad_();
        Tensor drawn = rates.poisson();
        assertEquals("PoissonBackward0", name(drawn));
        drawn.sum().backward();
        assertArrayEquals(new double[2], Objects.requireNonNull(rates.grad()).toDoubleArray());
        fails(ArgumentException.class, "expected rate to be non-negative", () -> row(-1).poisson());
        fails(
                ArgumentException.class,
                "expected rate to be non-negative",
                () -> row(Double.NaN).poisson());
        fails(
                DTypeException.class,
                "\"poisson_cpu\" not implemented for 'Long'",
                () -> row(1).toLong().poisson());
    }

    @Test
    void binomialFollowsCountAndProbability() {
        double[][] cases = {{10, 0.3}, {5, 0.9}, {100, 0.4}, {1e6, 0.25}, {1e6, 1e-6}, {30, 0.5}};
        for (double[] c : cases) {
            Tensor x = Tensors.binomial(Tensors.full(F64, c[0], N), row(c[1]), new Generator(1));
            double variance = c[0] * c[1] * (1 - c[1]);
            mean(c[0] * c[1], Math.sqrt(variance), x);
            double fourth = variance * (1 + 3 * (c[0] - 2) / c[0] * variance) - variance * variance;
            assertEquals(variance, x.var().item(), Math.sqrt(fourth) * TOLERANCE);
            assertTrue(x.ge(0).logicalAnd(x.le(c[0])).all().itemBoolean());
        }
        Tensor corners = Tensors.binomial(row(10, 10, -3, 0, 10.9), row(0, 1, 0.5, 0.5, 1));
        assertArrayEquals(new double[] {0, 10, 0, 0, 10}, corners.toDoubleArray());
        assertTrue(Double.isNaN(Tensors.binomial(row(10), row(Double.NaN)).item()));
        assertTrue(Double.isNaN(Tensors.binomial(row(Double.NaN), row(0.5)).item()));
        double endless = Double.POSITIVE_INFINITY;
        assertEquals(endless, Tensors.binomial(row(endless), row(0.5)).item());
        assertEquals(5e299, Tensors.binomial(row(1e300), row(0.5)).item(), 1e290);
        assertEquals(7e17, Tensors.binomial(row(1e18), row(0.7)).item(), 1e10);
        fails(DTypeException.class, "for count, got: Long", () -> Tensors.binomial(row(1).toLong(), row(0.5)));
        fails(
                DTypeException.class,
                "Found dtype Float but expected Double",
                () -> Tensors.binomial(row(1), row(1).toFloat()));
        Tensor p = row(0.5).requiresGrad_();
        Tensor x = Tensors.binomial(row(4), p);
        fails(
                AutogradException.class,
                "derivative for aten::binomial is not implemented",
                () -> x.sum().backward());
    }

    @Test
    void waitingTimesAndHeavyTails() {
        Tensor trials = Tensors.zeros(TensorOptions.dtype(DType.INT64), N).geometric_(0.25, new Generator(1));
        assertEquals(1, trials.min().itemLong());
        mean(4, Math.sqrt(12), trials);
        mean(0.25, 0.5, trials.eq(1));
        Tensor wide = Tensors.zeros(F64, N).cauchy_(3, 2, new Generator(1));
        mean(0.5, 0.5, wide.lt(3));
        mean(0.25, 0.5, wide.lt(1));
        Tensor logs = Tensors.zeros(F64, N).logNormal_(1, 2, new Generator(1)).log();
        mean(1, 2, logs);
        assertEquals(2, logs.std().item(), 2 * TOLERANCE);
        Tensor x = row(1, 2).requiresGrad_().mul(1);
        assertEquals("CauchyBackward0", name(x.cauchy_()));
        assertEquals("LogNormalBackward0", name(x.logNormal_()));
        assertEquals("GeometricBackward0", name(x.geometric_(0.5)));
        fails(ArgumentException.class, "p to be in (0, 1), but got p=1", () -> row(1).geometric_(1));
        fails(ArgumentException.class, "sigma > 0.0, but found sigma=0", () -> row(1).cauchy_(0, 0));
        fails(ArgumentException.class, "std > 0.0, but found std=0", () -> row(1).logNormal_(0, 0));
        fails(
                DTypeException.class,
                "you specified long int",
                () -> row(1).toLong().cauchy_());
        fails(
                DTypeException.class,
                "\"log_normal_cpu\" not implemented for 'Long'",
                () -> row(1).toLong().logNormal_());
    }

    @Test
    void lowRankApproximations() {
        Generator.manualSeed(5);
        Tensor a = Tensors.randn(F64, 2, 9, 3).matmul(Tensors.randn(F64, 2, 3, 7));
        Linalg.LowRank f = Linalg.svdLowrank(a, 4, 2, null);
        assertEquals(
                0, a.dist(f.u().matmul(f.s().diagEmbed()).matmul(f.v().mT()), 2).item(), 1e-9);
        Linalg.LowRank wide = Linalg.svdLowrank(a.mT(), 4, 2, null);
        assertEquals(0, f.s().dist(wide.s(), 2).item(), 1e-9);
        Tensor centred = a.sub(a.mean(new int[] {-2}, true));
        Tensor exact = Linalg.svdvals(centred).narrow(-1, 0, 3);
        assertEquals(0, exact.dist(Linalg.pcaLowrank(a, 3L, true, 2).s(), 2).item(), 1e-9);
        fails(ArgumentException.class, "not greater than min(m, n)=7", () -> Linalg.svdLowrank(a, 8, 2, null));
    }

    private static String name(Tensor t) {
        return Objects.requireNonNull(t.gradFn()).name();
    }

    @Test
    void gradientsAreZero() {
        Tensor p = row(0.5, 0.5).requiresGrad_();
        Tensor s = row(1, 2).unsqueeze(1).requiresGrad_();
        Tensor y = p.bernoulli()
                .add(Tensors.normal(p, s))
                .add(Tensors.normal(p, 1))
                .add(Tensors.normal(1, s));
        y.sum().backward();
        for (Tensor t : new Tensor[] {p, s}) {
            Tensor g = Objects.requireNonNull(t.grad());
            assertEquals(t.shape(), g.shape());
            assertTrue(g.eq(0).all().itemBoolean());
        }
        assertFalse(p.multinomial(1).requiresGrad());
    }

    @Test
    void underVmap() {
        Tensor w = row(0, 1, 1, 1).expand(3, 50, 4);
        for (boolean replacement : new boolean[] {true, false}) {
            Tensor x = Func.vmap(
                            (Tensor v) -> v.multinomial(3, replacement).toDouble(), new Vmap().randomness("different"))
                    .apply(w);
            assertArrayEquals(new long[] {3, 50, 3}, x.shape().toArray());
            assertTrue(x.ge(1).logicalAnd(x.le(3)).all().itemBoolean());
            assertFalse(x.select(0, 0).equal(x.select(0, 1)));
        }
        assertThrows(
                RuntimeException.class,
                () -> Func.vmap((Tensor v) -> v.bernoulli()).apply(w));
    }

    @Test
    void refusals() {
        String content = "probability tensor contains either `inf`, `nan` or element < 0";
        for (double bad : new double[] {-1, Double.NaN, Double.POSITIVE_INFINITY}) {
            fails(ArgumentException.class, content, () -> row(1, bad).multinomial(1, true));
        }
        Tensor zeroRow = Tensors.stack(0, row(1, 0), row(0, 0));
        String sum = "invalid multinomial distribution (sum of probabilities <= 0)";
        fails(ArgumentException.class, sum, () -> zeroRow.multinomial(1, true));
        fails(ArgumentException.class, sum, () -> zeroRow.multinomial(1, false));
        fails(
                ArgumentException.class,
                "not enough non-negative category",
                () -> row(1, 0).multinomial(2));
        fails(
                ArgumentException.class,
                "cannot sample n_sample > prob_dist.size(-1)",
                () -> row(1, 0).multinomial(3));
        fails(
                ArgumentException.class,
                "cannot sample n_sample <= 0",
                () -> row(1, 0).multinomial(0));
        fails(
                ShapeException.class,
                "prob_dist must be 1 or 2 dim",
                () -> Tensors.ones(2, 2, 2).multinomial(1));
        fails(ShapeException.class, "no categories", () -> Tensors.ones(2, 0).multinomial(1, true));
        fails(
                DTypeException.class,
                "multinomial only supports",
                () -> row(1).toLong().multinomial(1));
        fails(ArgumentException.class, "p_in >= 0 && p_in <= 1", () -> row(1.5).bernoulli());
        fails(
                ArgumentException.class,
                "p_in >= 0 && p_in <= 1",
                () -> row(Double.NaN).bernoulli());
        fails(ArgumentException.class, "p to be in [0, 1]", () -> row(1).bernoulli(1.5));
        fails(ArgumentException.class, "p to be in [0, 1]", () -> row(1).bernoulli_(-1));
        fails(
                DTypeException.class,
                "not implemented for 'Long'",
                () -> row(1).toLong().bernoulli());
        fails(ArgumentException.class, "normal expects std >= 0.0", () -> Tensors.normal(0, -1, 3));
        fails(ArgumentException.class, "normal expects std >= 0.0", () -> row(1).normal_(0, Double.NaN));
        fails(ArgumentException.class, "all elements of std", () -> Tensors.normal(0, row(1, -1)));
        fails(DTypeException.class, "not implemented for 'Long'", () -> Tensors.normal(row(1).toLong(), 1));
        fails(ShapeException.class, "size of tensor a", () -> Tensors.normal(row(1, 2), row(1, 2, 3)));
        fails(ArgumentException.class, "lambda > 0.0", () -> row(1).exponential_(0));
        fails(DTypeException.class, "continuous", () -> row(1).toLong().exponential_(1));
        fails(ArgumentException.class, "'from' to be less than 'to'", () -> row(1).random_(3, 3));
        Tensor bytes = Tensors.zeros(TensorOptions.dtype(DType.INT8), 2);
        fails(ArgumentException.class, "to - 1 is out of bounds", () -> bytes.random_(0, 300));
        fails(ArgumentException.class, "from is out of bounds", () -> bytes.random_(-200, 3));
        fails(ArgumentException.class, "to - 1 is out of bounds for signed char", () -> bytes.random_(300));
        fails(ArgumentException.class, "from=0 >= to=-2", () -> bytes.random_(-2));
        fails(ArgumentException.class, "from is out of bounds", () -> bytes.random_(200, null, new Generator(1)));
        fails(ArgumentException.class, "to - 1 is out of bounds", () -> Tensors.randintLike(bytes, 300));
    }
}
