package dev.jgrad.testkit;

import static dev.jgrad.tensor.Tensors.tensor;

import dev.jgrad.data.DType;
import dev.jgrad.data.Dims;
import dev.jgrad.tensor.Index;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.TensorOptions;
import dev.jgrad.tensor.Tensors;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** The sample table of tensor operations. An operation without a sample fails a test, so each has its line here. */
public final class OpSamples {
    private static final TensorOptions F64 = TensorOptions.dtype(DType.FLOAT64);

    private final List<OpSample> samples = new ArrayList<>();
    private long seed = 1;

    private OpSamples() {}

    /** All samples. */
    public static List<OpSample> all() {
        OpSamples s = new OpSamples();
        s.unary();
        s.binary();
        s.ternary();
        s.reductions();
        s.views();
        s.indexing();
        s.products();
        return s.samples;
    }

    /** Values uniform in [from, to), at least 0.02 apart from each other, so that no corner is near. */
    public static Tensor values(long seed, double from, double to, long... sizes) {
        int n = Math.toIntExact(Dims.numel(sizes));
        Random random = new Random(seed);
        double[] v = new double[n];
        for (int i = 0; i < n; i++) {
            v[i] = from + (to - from) * (i + 0.2 + 0.6 * random.nextDouble()) / Math.max(1, n);
        }
        for (int i = n - 1; i > 0; i--) {
            int k = random.nextInt(i + 1);
            double swap = v[i];
            v[i] = v[k];
            v[k] = swap;
        }
        return tensor(F64, v, sizes);
    }

    private void add(String name, String gradFn, Function<List<Tensor>, Tensor> f, Supplier<List<Tensor>> inputs) {
        boolean seesStrides = name.equals("view") || name.startsWith("asStrided");
        samples.add(new OpSample(name, f, inputs, gradFn, seesStrides));
    }

    private void one(String name, String gradFn, double from, double to, UnaryOperator<Tensor> f) {
        long s = seed++;
        add(name, gradFn, x -> f.apply(x.getFirst()), () -> List.of(values(s, from, to, 2, 3)));
    }

    private void two(String name, String gradFn, double from, double to, BinaryOperator<Tensor> f) {
        long s = seed;
        seed += 4;
        add(
                name,
                gradFn,
                x -> f.apply(x.get(0), x.get(1)),
                () -> List.of(values(s, from, to, 2, 3), values(s + 1, from, to, 2, 3)));
        add(
                name + " broadcast",
                gradFn,
                x -> f.apply(x.get(0), x.get(1)),
                () -> List.of(values(s + 2, from, to, 3, 1), values(s + 3, from, to, 2)));
    }

    private void shape(String name, String gradFn, UnaryOperator<Tensor> f, long... sizes) {
        long s = seed++;
        add(name, gradFn, x -> f.apply(x.getFirst()), () -> List.of(values(s, -2, 2, sizes)));
    }

    private void unary() {
        one("neg", "NegBackward0", -2, 2, Tensor::neg);
        one("abs", "AbsBackward0", 0.3, 2, x -> x.sub(3).abs());
        one("exp", "ExpBackward0", -2, 2, Tensor::exp);
        one("exp2", "Exp2Backward0", -2, 2, Tensor::exp2);
        one("expm1", "Expm1Backward0", -2, 2, Tensor::expm1);
        one("log", "LogBackward0", 0.3, 3, Tensor::log);
        one("log2", "Log2Backward0", 0.3, 3, Tensor::log2);
        one("log10", "Log10Backward0", 0.3, 3, Tensor::log10);
        one("log1p", "Log1PBackward0", -0.5, 3, Tensor::log1p);
        one("sqrt", "SqrtBackward0", 0.3, 3, Tensor::sqrt);
        one("rsqrt", "RsqrtBackward0", 0.3, 3, Tensor::rsqrt);
        one("reciprocal", "ReciprocalBackward0", 0.3, 3, Tensor::reciprocal);
        one("square", "PowBackward0", -2, 2, Tensor::square);
        one("sin", "SinBackward0", -3, 3, Tensor::sin);
        one("cos", "CosBackward0", -3, 3, Tensor::cos);
        one("tan", "TanBackward0", -1, 1, Tensor::tan);
        one("asin", "AsinBackward0", -0.8, 0.8, Tensor::asin);
        one("acos", "AcosBackward0", -0.8, 0.8, Tensor::acos);
        one("atan", "AtanBackward0", -3, 3, Tensor::atan);
        one("sinh", "SinhBackward0", -2, 2, Tensor::sinh);
        one("cosh", "CoshBackward0", -2, 2, Tensor::cosh);
        one("tanh", "TanhBackward0", -2, 2, Tensor::tanh);
        one("asinh", "AsinhBackward0", -2, 2, Tensor::asinh);
        one("acosh", "AcoshBackward0", 1.3, 3, Tensor::acosh);
        one("atanh", "AtanhBackward0", -0.8, 0.8, Tensor::atanh);
        one("erf", "ErfBackward0", -2, 2, Tensor::erf);
        one("erfc", "ErfcBackward0", -2, 2, Tensor::erfc);
        one("erfinv", "ErfinvBackward0", -0.8, 0.8, Tensor::erfinv);
        one("sigmoid", "SigmoidBackward0", -3, 3, Tensor::sigmoid);
        one("logit", "LogitBackward0", 0.1, 0.9, Tensor::logit);
        one("logit eps", "LogitBackward0", 0.1, 0.9, x -> x.logit(0.05));
        one("relu", "ReluBackward0", -2, 2, Tensor::relu);
        one("clamp", "ClampBackward1", -2, 2, x -> x.clamp(-1.013, 0.977));
        one("clampMin", "ClampMinBackward0", -2, 2, x -> x.clampMin(-0.513));
        one("sinc", "SincBackward0", 0.2, 2, Tensor::sinc);
        one("deg2rad", "Deg2RadBackward0", -180, 180, Tensor::deg2rad);
        one("rad2deg", "Rad2DegBackward0", -3, 3, Tensor::rad2deg);
        one("frac", "FracBackward0", 0.1, 0.9, Tensor::frac);
        one("nanToNum", "NanToNumBackward0", -2, 2, Tensor::nanToNum);
        one("sign", "SignBackward0", 0.2, 2, Tensor::sign);
        one("floor", "FloorBackward0", 0.1, 0.9, Tensor::floor);
        one("ceil", "CeilBackward0", 0.1, 0.9, Tensor::ceil);
        one("round", "RoundBackward0", 0.1, 0.4, Tensor::round);
        one("trunc", "TruncBackward0", 0.1, 0.9, Tensor::trunc);
        one("softmax", "SoftmaxBackward0", -2, 2, x -> x.softmax(1));
        one("logSoftmax", "LogSoftmaxBackward0", -2, 2, x -> x.logSoftmax(0));
    }

    private void binary() {
        two("add", "AddBackward0", -2, 2, Tensor::add);
        two("add alpha", "AddBackward0", -2, 2, (a, b) -> a.add(b, 2.5));
        two("sub", "SubBackward0", -2, 2, Tensor::sub);
        two("sub alpha", "SubBackward0", -2, 2, (a, b) -> a.sub(b, 2.5));
        two("mul", "MulBackward0", -2, 2, Tensor::mul);
        two("div", "DivBackward0", 0.5, 3, Tensor::div);
        two("pow", "PowBackward1", 0.5, 2, Tensor::pow);
        two("maximum", "MaximumBackward0", -2, 2, Tensor::maximum);
        two("minimum", "MinimumBackward0", -2, 2, Tensor::minimum);
        two("fmax", "FmaxBackward0", -2, 2, Tensor::fmax);
        two("fmin", "FminBackward0", -2, 2, Tensor::fmin);
        two("atan2", "Atan2Backward0", 0.3, 2, Tensor::atan2);
        two("hypot", "HypotBackward0", 0.3, 2, Tensor::hypot);
        two("logaddexp", "LogaddexpBackward0", -2, 2, Tensor::logaddexp);
        two("logaddexp2", "Logaddexp2Backward0", -2, 2, Tensor::logaddexp2);
        two("xlogy", "XlogyBackward0", 0.3, 2, Tensor::xlogy);
        two("copysign", "CopysignBackward0", 0.3, 2, Tensor::copysign);
        two("remainder", "RemainderBackward1", 1.1, 1.9, (a, b) -> a.remainder(b.add(1)));
        two("fmod", "FmodBackward1", 1.1, 1.9, (a, b) -> a.fmod(b.add(1)));
        one("add number", "AddBackward0", -2, 2, x -> x.add(2.5));
        one("sub number", "SubBackward0", -2, 2, x -> x.sub(2));
        one("rsub", "RsubBackward1", -2, 2, x -> x.rsub(2.5));
        one("mul number", "MulBackward0", -2, 2, x -> x.mul(3));
        one("div number", "DivBackward0", -2, 2, x -> x.div(3));
        one("rdiv", "MulBackward0", 0.4, 2, x -> x.rdiv(2));
        one("pow number", "PowBackward0", 0.4, 2, x -> x.pow(2.5));
        one("pow integer", "PowBackward0", -2, 2, x -> x.pow(3));
        one("rpow", "PowBackward2", -2, 2, x -> x.rpow(2.0));
    }

    private void ternary() {
        long s = seed;
        seed += 3;
        Supplier<List<Tensor>> three =
                () -> List.of(values(s, 0.5, 2, 2, 3), values(s + 1, 0.5, 2, 2, 3), values(s + 2, 0.5, 2, 3));
        add("addcmul", "AddcmulBackward0", x -> x.get(0).addcmul(x.get(1), x.get(2), 0.7), three);
        add("addcdiv", "AddcdivBackward0", x -> x.get(0).addcdiv(x.get(1), x.get(2), 0.7), three);
        add("lerp", "LerpBackward1", x -> x.get(0).lerp(x.get(1), x.get(2)), three);
        add("lerp number", "LerpBackward0", x -> x.get(0).lerp(x.get(1), 0.3), three);
        add("where", "WhereBackward0", x -> Tensors.where(x.get(0).detach().gt(1.2), x.get(0), x.get(1)), three);
        add("clamp tensors", "ClampBackward0", x -> x.get(0).clamp(x.get(1).mul(0.5), x.get(2)), three);
        add(
                "maskedFill",
                "MaskedFillBackward0",
                x -> x.get(0).maskedFill(x.get(0).detach().gt(1.2), 3),
                three);
    }

    private void reductions() {
        shape("sum", "SumBackward0", Tensor::sum, 2, 3);
        shape("sum dim", "SumBackward1", x -> x.sum(1, false), 2, 3);
        shape("sum dims", "SumBackward1", x -> x.sum(new int[] {0, 2}, true), 2, 3, 2);
        shape("mean", "MeanBackward0", Tensor::mean, 2, 3);
        shape("mean dim", "MeanBackward1", x -> x.mean(0, true), 2, 3);
        shape("prod", "ProdBackward0", Tensor::prod, 2, 3);
        shape("prod dim", "ProdBackward1", x -> x.prod(1, false), 2, 3);
        shape("max", "MaxBackward1", Tensor::max, 2, 3);
        shape("min", "MinBackward1", Tensor::min, 2, 3);
        shape("max dim", "MaxBackward0", x -> x.max(1).values(), 2, 3);
        shape("min dim", "MinBackward0", x -> x.min(0, true).values(), 2, 3);
        shape("amax", "AmaxBackward0", x -> x.amax(new int[] {0, 1}, false), 2, 3, 2);
        shape("amin", "AminBackward0", x -> x.amin(new int[] {1}, true), 2, 3, 2);
        shape("var", "VarBackward0", Tensor::var, 2, 3);
        shape("var dim", "VarBackward0", x -> x.var(new int[] {1}, 0, true), 2, 3);
        shape("std", "StdBackward0", x -> x.std(new int[] {1}, 1, false), 2, 3);
        shape("logsumexp", "LogsumexpBackward0", x -> x.logsumexp(new int[] {1}, false), 2, 3);
        shape("nansum", "NansumBackward0", Tensor::nansum, 2, 3);
        shape("norm", "LinalgVectorNormBackward0", Tensor::norm, 2, 3);
        shape("norm 1", "LinalgVectorNormBackward0", x -> x.norm(1), 2, 3);
        shape("norm 3", "LinalgVectorNormBackward0", x -> x.norm(3, new int[] {1}, true), 2, 3);
        shape("cumsum", "CumsumBackward0", x -> x.cumsum(1), 2, 3);
        shape("cumprod", "CumprodBackward0", x -> x.cumprod(1), 2, 3);
    }

    private void views() {
        shape("view", "ViewBackward0", x -> x.view(3, 2), 2, 3);
        shape("reshape of transposed", "UnsafeViewBackward0", x -> x.t().reshape(6), 2, 3);
        shape("flatten", "ViewBackward0", Tensor::flatten, 2, 3);
        shape("t", "TBackward0", Tensor::t, 2, 3);
        shape("transpose", "TransposeBackward0", x -> x.transpose(0, 2), 2, 3, 2);
        shape("permute", "PermuteBackward0", x -> x.permute(2, 0, 1), 2, 3, 2);
        shape("movedim", "PermuteBackward0", x -> x.movedim(0, 2), 2, 3, 2);
        shape("squeeze", "SqueezeBackward0", Tensor::squeeze, 2, 1, 3);
        shape("squeeze dim", "SqueezeBackward1", x -> x.squeeze(1), 2, 1, 3);
        shape("unsqueeze", "UnsqueezeBackward0", x -> x.unsqueeze(-1), 2, 3);
        shape("expand", "ExpandBackward0", x -> x.expand(4, 2, 3), 2, 1);
        shape("narrow", "SliceBackward0", x -> x.narrow(1, 1, 2), 2, 4);
        shape("select", "SelectBackward0", x -> x.select(1, -1), 2, 3);
        shape("slice", "SliceBackward0", x -> x.slice(1, 0, 5, 2), 2, 5);
        shape("diagonal", "DiagonalBackward0", x -> x.diagonal(1, 0, 1), 3, 4);
        shape("unfold", "UnfoldBackward0", x -> x.unfold(0, 3, 2), 7);
        shape("unfold overlapping", "UnfoldBackward0", x -> x.unfold(1, 3, 1), 2, 5);
        shape(
                "asStrided overlapping",
                "AsStridedBackward0",
                x -> x.asStrided(new long[] {2, 3}, new long[] {1, 1}, 1),
                6);
        shape("split", "SplitBackward0", x -> x.split(2, 1).getLast(), 2, 5);
        shape("unbind", "UnbindBackward0", x -> x.unbind(0).getLast(), 2, 3);
        shape("clone", "CloneBackward0", Tensor::clone, 2, 3);
        shape("contiguous", "CloneBackward0", x -> x.t().contiguous(), 2, 3);
        shape("repeat", "RepeatBackward0", x -> x.repeat(2, 3), 2, 1);
        shape("flip", "FlipBackward0", x -> x.flip(0, 1), 2, 3);
        shape("roll", "RollBackward0", x -> x.roll(2, 1), 2, 5);
        shape("tril", "TrilBackward0", x -> x.tril(0), 3, 3);
        shape("triu", "TriuBackward0", x -> x.triu(1), 3, 4);
    }

    private void indexing() {
        Tensor rows = tensor(2L, 0L, 2L);
        shape("indexSelect", "IndexSelectBackward0", x -> x.indexSelect(0, rows), 3, 2);
        shape(
                "gather",
                "GatherBackward0",
                x -> x.gather(1, Tensors.tensor(TensorOptions.DEFAULT, new long[] {0, 0, 2, 1}, 2, 2)),
                2,
                3);
        shape("index", "IndexBackward0", x -> x.get(Index.of(2, 0, 2), Index.all()), 3, 2);
        shape("index two", "IndexBackward0", x -> x.get(Index.of(0, 1, 1), Index.of(1, 0, 0)), 2, 2);
        shape("index mask", "IndexBackward0", x -> x.get(Index.of(x.detach().gt(0))), 2, 3);
        shape(
                "maskedSelect",
                "MaskedSelectBackward0",
                x -> x.maskedSelect(x.detach().gt(0)),
                2,
                3);
        shape("sort", "SortBackward0", x -> x.sort(1, true).values(), 2, 3);
        shape("topk", "TopkBackward0", x -> x.topk(2, 1, true).values(), 2, 4);
        shape("indexFill", "IndexFillBackward0", x -> x.indexFill(0, tensor(1L), 2), 3, 2);
        shape(
                "scatter number",
                "ScatterBackward1",
                x -> x.scatter(1, Tensors.tensor(TensorOptions.DEFAULT, new long[] {0, 2}, 2, 1), 3),
                2,
                3);
        long s = seed;
        seed += 2;
        Supplier<List<Tensor>> both = () -> List.of(values(s, -2, 2, 3, 2), values(s + 1, -2, 2, 3, 2));
        Tensor column = Tensors.tensor(TensorOptions.DEFAULT, new long[] {1, 0, 2, 1, 0, 2}, 3, 2);
        add("scatter", "ScatterBackward0", x -> x.get(0).scatter(0, column, x.get(1)), both);
        add("scatterAdd", "ScatterAddBackward0", x -> x.get(0).scatterAdd(0, column, x.get(1)), both);
        add("indexAdd", "IndexAddBackward0", x -> x.get(0).indexAdd(0, rows, x.get(1), 1.5), both);
        add("indexCopy", "IndexCopyBackward0", x -> x.get(0).indexCopy(0, tensor(2L, 0L, 1L), x.get(1)), both);
        add("cat", "CatBackward0", x -> Tensors.cat(1, x.get(0), x.get(1)), both);
        add("stack", "StackBackward0", x -> Tensors.stack(1, x.get(0), x.get(1)), both);
    }

    private void products() {
        matrices("mm", "MmBackward0", Tensor::mm, new long[] {2, 3}, new long[] {3, 4});
        matrices("mm transposed", "MmBackward0", (a, b) -> a.t().mm(b.t()), new long[] {3, 2}, new long[] {4, 3});
        matrices("bmm", "BmmBackward0", Tensor::bmm, new long[] {2, 2, 3}, new long[] {2, 3, 2});
        matrices("mv", "MvBackward0", Tensor::mv, new long[] {2, 3}, new long[] {3});
        matrices("dot", "DotBackward0", Tensor::dot, new long[] {4}, new long[] {4});
        matrices("matmul batch", "UnsafeViewBackward0", Tensor::matmul, new long[] {2, 1, 2, 3}, new long[] {2, 3, 2});
        matrices("matmul fold", "UnsafeViewBackward0", Tensor::matmul, new long[] {2, 2, 3}, new long[] {3, 2});
        matrices("matmul vector", "SqueezeBackward4", Tensor::matmul, new long[] {3}, new long[] {3, 2});
        matrices("outer", "MulBackward0", Tensor::outer, new long[] {3}, new long[] {2});
        long s = seed;
        seed += 3;
        Supplier<List<Tensor>> three =
                () -> List.of(values(s, -2, 2, 4), values(s + 1, -2, 2, 2, 3), values(s + 2, -2, 2, 3, 4));
        add("addmm", "AddmmBackward0", x -> x.get(0).addmm(x.get(1), x.get(2)), three);
        add("addmm scaled", "AddmmBackward0", x -> x.get(0).addmm(x.get(1), x.get(2), 0.5, 2), three);
        Supplier<List<Tensor>> batches =
                () -> List.of(values(s, -2, 2, 2, 2), values(s + 1, -2, 2, 3, 2, 3), values(s + 2, -2, 2, 3, 3, 2));
        add("baddbmm", "BaddbmmBackward0", x -> x.get(0).baddbmm(x.get(1), x.get(2), 0.5, 2), batches);
    }

    private void matrices(String name, String gradFn, BinaryOperator<Tensor> f, long[] a, long[] b) {
        long s = seed;
        seed += 2;
        add(
                name,
                gradFn,
                x -> f.apply(x.get(0), x.get(1)),
                () -> List.of(values(s, -2, 2, a), values(s + 1, -2, 2, b)));
    }
}
