package dev.jgrad.testkit;

import static dev.jgrad.testkit.OpSamples.values;

import dev.jgrad.data.DType;
import dev.jgrad.tensor.Functional;
import dev.jgrad.tensor.Index;
import dev.jgrad.tensor.Linalg;
import dev.jgrad.tensor.Special;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.Tensors;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** The sample table of PyTorch's second names, and of methods that only call others. */
public final class AliasSamples {
    private static final long[] ONE = {1};
    private static final long[] TWO = {2};
    private static final long[] ZERO = {0};

    private final List<OpSample> samples = new ArrayList<>();
    private long seed = 12000;

    private AliasSamples() {}

    /** All samples. */
    public static List<OpSample> all() {
        AliasSamples s = new AliasSamples();
        s.elementwise();
        s.pairs();
        s.shapes();
        s.parts();
        s.matrices();
        s.networks();
        return s.samples;
    }

    private void add(
            String name, String gradFn, double from, double to, Function<List<Tensor>, Tensor> f, long[]... sizes) {
        long first = seed;
        seed += sizes.length;
        boolean seesStrides = name.equals("viewAs");
        samples.add(new OpSample(
                name,
                f,
                () -> {
                    List<Tensor> inputs = new ArrayList<>();
                    for (int i = 0; i < sizes.length; i++) {
                        inputs.add(values(first + i, from, to, sizes[i]));
                    }
                    return inputs;
                },
                gradFn,
                seesStrides));
    }

    private static long[] of(long... sizes) {
        return sizes;
    }

    private void one(String name, String gradFn, double from, double to, UnaryOperator<Tensor> f) {
        add(name, gradFn, from, to, x -> f.apply(x.getFirst()), of(2, 3));
    }

    private void shape(String name, String gradFn, UnaryOperator<Tensor> f, long... sizes) {
        add(name, gradFn, -2, 2, x -> f.apply(x.getFirst()), sizes);
    }

    private void two(String name, String gradFn, double from, double to, Function<List<Tensor>, Tensor> f) {
        add(name, gradFn, from, to, f, of(2, 3), of(2, 3));
    }

    private void elementwise() {
        one("absolute", "AbsBackward0", 0.3, 2, Tensor::absolute);
        one("arccos", "AcosBackward0", -0.8, 0.8, Tensor::arccos);
        one("arccosh", "AcoshBackward0", 1.3, 3, Tensor::arccosh);
        one("arcsin", "AsinBackward0", -0.8, 0.8, Tensor::arcsin);
        one("arcsinh", "AsinhBackward0", -2, 2, Tensor::arcsinh);
        one("arctan", "AtanBackward0", -2, 2, Tensor::arctan);
        one("arctanh", "AtanhBackward0", -0.8, 0.8, Tensor::arctanh);
        one("negative", "NegBackward0", -2, 2, Tensor::negative);
        one("clip", "ClampBackward1", -2, 2, x -> x.clip(-1.013, 0.977));
        one("fix", "TruncBackward0", 0.1, 0.9, Tensor::fix);
        one("sgn", "SgnBackward0", 0.2, 2, Tensor::sgn);
        one("angle", "AngleBackward0", 0.2, 2, Tensor::angle);
        one("lgamma", "LgammaBackward0", 0.5, 3, Tensor::lgamma);
        one("mvlgamma", "MvlgammaBackward0", 2, 4, x -> x.mvlgamma(2));
        one("zero_", "ZeroBackward0", -2, 2, x -> x.clone().zero_());
        one("expit", "SigmoidBackward0", -2, 2, Special::expit);
        one("gammaln", "LgammaBackward0", 0.5, 3, Special::gammaln);
        one("psi", "DigammaBackward0", 0.5, 3, Special::psi);
    }

    private void pairs() {
        two("arctan2", "Atan2Backward0", 0.3, 2, x -> x.get(0).arctan2(x.get(1)));
        two("divide", "DivBackward0", 0.5, 2, x -> x.get(0).divide(x.get(1)));
        two("trueDivide", "DivBackward0", 0.5, 2, x -> x.get(0).trueDivide(x.get(1)));
        two("multiply", "MulBackward0", -2, 2, x -> x.get(0).multiply(x.get(1)));
        two("subtract", "SubBackward0", -2, 2, x -> x.get(0).subtract(x.get(1)));
        two("floatPower", "PowBackward1", 0.5, 2, x -> x.get(0).floatPower(x.get(1)));
        two("ldexp", "MulBackward0", 0.5, 2, x -> x.get(0).ldexp(x.get(1)));
        two("xlog1py", "SpecialXlog1PyBackward0", 0.3, 2, x -> Special.xlog1py(x.get(0), x.get(1)));
        one("xlogy number second", "XlogyBackward2", 0.3, 2, x -> x.xlogy(2.5));
        two("copy_", "CopyBackwards", -2, 2, x -> x.get(0).clone().copy_(x.get(1)));
        one("igamma", "IgammaBackward0", 0.5, 2, x -> x.mul(0).add(1.3).detach().igamma(x));
        one(
                "igammac",
                "IgammacBackward0",
                0.5,
                2,
                x -> x.mul(0).add(1.3).detach().igammac(x));
        one(
                "gammaincc",
                "IgammacBackward0",
                0.5,
                2,
                x -> Special.gammaincc(x.mul(0).add(1.3).detach(), x));
        add("vdot", "DotBackward0", -2, 2, x -> x.get(0).vdot(x.get(1)), of(4), of(4));
        add("ger", "MulBackward0", -2, 2, x -> x.get(0).ger(x.get(1)), of(2), of(3));
    }

    private void shapes() {
        shape("T", "PermuteBackward0", Tensor::T, 2, 3);
        shape("H", "TransposeBackward0", Tensor::H, 2, 3);
        shape("mT", "TransposeBackward0", Tensor::mT, 2, 2, 3);
        shape("mH", "TransposeBackward0", Tensor::mH, 2, 2, 3);
        shape("adjoint", "TransposeBackward0", Tensor::adjoint, 2, 2, 3);
        shape("atleast1d", "ViewBackward0", Tensor::atleast1d);
        shape("atleast2d", "UnsqueezeBackward0", Tensor::atleast2d, 3);
        shape("atleast3d", "UnsqueezeBackward0", Tensor::atleast3d, 2, 3);
        shape("broadcastTo", "ExpandBackward0", x -> x.broadcastTo(2, 3), 3);
        shape("expandAs", "ExpandBackward0", x -> x.expandAs(Tensors.zeros(2, 3)), 3);
        shape("reshapeAs", "ViewBackward0", x -> x.reshapeAs(Tensors.zeros(3, 2)), 2, 3);
        shape("viewAs", "ViewBackward0", x -> x.viewAs(Tensors.zeros(3, 2)), 2, 3);
        shape("ravel", "ViewBackward0", Tensor::ravel, 2, 3);
        shape("unflatten", "ViewBackward0", x -> x.unflatten(1, 2, 3), 2, 6);
        shape("swapaxes", "TransposeBackward0", x -> x.swapaxes(0, 1), 2, 3);
        shape("swapdims", "TransposeBackward0", x -> x.swapdims(0, 1), 2, 3);
        shape("moveaxis", "PermuteBackward0", x -> x.moveaxis(0, 1), 2, 3);
        shape("fliplr", "FlipBackward0", Tensor::fliplr, 2, 3);
        shape("flipud", "FlipBackward0", Tensor::flipud, 2, 3);
        shape("msort", "SortBackward0", Tensor::msort, 3, 2);
        shape("diagflat", "DiagEmbedBackward0", x -> x.diagflat(1), 3);
        shape("sumToSize", "SumBackward1", x -> x.sumToSize(1, 3), 2, 3);
        shape("get", "SelectBackward0", x -> x.get(1), 2, 3);
        shape("get index", "SliceBackward0", x -> x.get(Index.from(1)), 2, 3);
        shape("to", "CloneBackward0", x -> x.to(DType.FLOAT64).clone(), 2, 3);
        shape("typeAs", "MulBackward0", x -> x.typeAs(x.detach()).mul(2), 2, 3);
        shape("toDouble", "MulBackward0", x -> x.toDouble().mul(2), 2, 3);
        shape("vander", "PowBackward1", x -> Tensors.vander(x, 3L, true), 3);
        shape("combinations", "ViewBackward0", x -> Tensors.combinations(x, 2, false), 3);
        shape("constantPadNd", "ConstantPadNdBackward0", x -> Tensors.constantPadNd(x, of(1, 2), 0.5), 2, 3);
        shape("trapz", "MulBackward0", x -> Tensors.trapz(x, 0.5, -1), 2, 3);
        shape("cumulativeTrapezoid", "CumsumBackward0", x -> Tensors.cumulativeTrapezoid(x, 0.5, -1), 2, 4);
        add("broadcastTensors", "MulBackward0", -2, 2, x -> product(x), of(2, 1), of(3));
        add("vstack", "CatBackward0", -2, 2, x -> Tensors.vstack(x.get(0), x.get(1)), of(3), of(3));
        shape("nanquantile", "SqueezeBackward4", x -> x.nanquantile(0.4, 1, false, "linear"), 2, 4);
    }

    private static Tensor product(List<Tensor> x) {
        Tensor[] both = Tensors.broadcastTensors(x.get(0), x.get(1));
        return both[0].mul(both[1]);
    }

    private void parts() {
        shape("chunk", "SplitBackward0", x -> x.chunk(2, 1).get(1), 2, 4);
        shape("tensorSplit", "SliceBackward0", x -> x.tensorSplit(3, 1).get(1), 2, 4);
        shape(
                "splitWithSizes",
                "SplitWithSizesBackward0",
                x -> x.splitWithSizes(of(1, 3), 1).get(1),
                2,
                4);
        shape("hsplit", "SliceBackward0", x -> x.hsplit(2).get(1), 2, 4);
        shape("vsplit", "SliceBackward0", x -> x.vsplit(2).get(1), 4, 2);
        shape("dsplit", "SliceBackward0", x -> x.dsplit(2).get(1), 1, 2, 4);
    }

    /** Well conditioned: a diagonal is added. */
    private static Tensor square(Tensor x) {
        return x.add(Tensors.eye(3).mul(4).typeAs(x));
    }

    private void matrices() {
        shape("inverse", "LinalgInvExBackward0", x -> square(x).inverse(), 3, 3);
        shape("logdet", "WhereBackward0", x -> square(x).logdet(), 3, 3);
        shape("pinverse", "LinalgPinvBackward0", x -> square(x).pinverse(), 3, 3);
        shape(
                "luFactorEx",
                "LinalgLuFactorExBackward0",
                x -> Linalg.luFactorEx(square(x), true, false).lu(),
                3,
                3);
        shape("cond", "DivBackward0", x -> Linalg.cond(square(x)), 3, 3);
        shape(
                "choleskyInverse",
                "CholeskyInverseBackward0",
                x -> square(x).tril().choleskyInverse(false),
                3,
                3);
        add(
                "choleskySolve",
                "CholeskySolveBackward0",
                -2,
                2,
                x -> x.get(0).choleskySolve(square(x.get(1)).tril(), false),
                of(3, 2),
                of(3, 3));
        add("vecdot", "SumBackward1", -2, 2, x -> Linalg.vecdot(x.get(0), x.get(1), -1), of(2, 3), of(2, 3));
        shape(
                "vectorNorm",
                "LinalgVectorNormBackward0",
                x -> Linalg.vectorNorm(x, 3, new int[] {1}, false, null),
                2,
                3);
    }

    private void networks() {
        add(
                "linear",
                "AddmmBackward0",
                -2,
                2,
                x -> Functional.linear(x.get(0), x.get(1), x.get(2)),
                of(2, 3),
                of(4, 3),
                of(4));
        shape("dropout", "MulBackward0", x -> Functional.dropout(x, 0.5, false).mul(2), 2, 3);
        shape(
                "alphaDropout",
                "MulBackward0",
                x -> Functional.alphaDropout(x, 0.5, false).mul(2),
                2,
                3);
        shape(
                "featureAlphaDropout",
                "MulBackward0",
                x -> Functional.featureAlphaDropout(x, 0.5, false).mul(2),
                2,
                3);
        shape(
                "dropout1d",
                "MulBackward0",
                x -> Functional.dropout1d(x, 0.5, false).mul(2),
                2,
                3,
                2);
        shape(
                "dropout2d",
                "MulBackward0",
                x -> Functional.dropout2d(x, 0.5, false).mul(2),
                1,
                2,
                3,
                2);
        shape(
                "dropout3d",
                "MulBackward0",
                x -> Functional.dropout3d(x, 0.5, false).mul(2),
                1,
                2,
                3,
                2,
                1);
        shape("fold", "Col2ImBackward0", x -> Functional.fold(x, of(3, 3), TWO, ONE, ZERO, ONE), 1, 8, 4);
        add("lpPool1d", "PowBackward0", 0.3, 2, x -> Functional.lpPool1d(x.getFirst(), 2, 2, ONE, false), of(1, 2, 4));
        add(
                "pairwiseDistance",
                "NormBackward1",
                -2,
                2,
                x -> Functional.pairwiseDistance(x.get(0), x.get(1), 2, 1e-6, false),
                of(2, 3),
                of(2, 3));
        shape("pdist", "LinalgVectorNormBackward0", x -> Functional.pdist(x, 2), 3, 2);
        add(
                "tripletMarginWithDistanceLoss",
                "MeanBackward0",
                -2,
                2,
                x -> Functional.tripletMarginWithDistanceLoss(
                        x.get(0),
                        x.get(1),
                        x.get(2),
                        (a, b) -> a.sub(b).square().sum(-1, false),
                        9,
                        false,
                        "mean"),
                of(3, 4),
                of(3, 4),
                of(3, 4));
        shape(
                "maxPool1dWithIndices",
                "SqueezeBackward1",
                x -> Functional.maxPool1dWithIndices(x, TWO, ONE, ZERO, ONE, false)
                        .values(),
                1,
                2,
                4);
        shape(
                "maxPool2dWithIndices",
                "MaxPool2DWithIndicesBackward0",
                x -> Functional.maxPool2dWithIndices(x, TWO, ONE, ZERO, ONE, false)
                        .values(),
                1,
                2,
                3,
                3);
        shape(
                "maxPool3dWithIndices",
                "MaxPool3DWithIndicesBackward0",
                x -> Functional.maxPool3dWithIndices(x, TWO, ONE, ZERO, ONE, false)
                        .values(),
                1,
                1,
                2,
                3,
                3);
        adaptive();
        unpooling();
    }

    private void adaptive() {
        shape(
                "adaptiveMaxPool1dWithIndices",
                "SqueezeBackward1",
                x -> Functional.adaptiveMaxPool1dWithIndices(x, TWO).values(),
                1,
                2,
                4);
        shape(
                "adaptiveMaxPool2dWithIndices",
                "AdaptiveMaxPool2DBackward0",
                x -> Functional.adaptiveMaxPool2dWithIndices(x, TWO).values(),
                1,
                2,
                3,
                3);
        shape(
                "adaptiveMaxPool3dWithIndices",
                "AdaptiveMaxPool3DBackward0",
                x -> Functional.adaptiveMaxPool3dWithIndices(x, TWO).values(),
                1,
                1,
                2,
                3,
                3);
    }

    private void unpooling() {
        Tensor at = Tensors.tensor(0L, 3L, 4L, 7L);
        shape("maxUnpool1d", "ViewBackward0", x -> Functional.maxUnpool1d(x, at.reshape(1, 1, 4), of(8)), 1, 1, 4);
        shape(
                "maxUnpool2d",
                "ViewBackward0",
                x -> Functional.maxUnpool2d(x, at.reshape(1, 1, 2, 2), of(4, 4)),
                1,
                1,
                2,
                2);
        shape(
                "maxUnpool3d",
                "ViewBackward0",
                x -> Functional.maxUnpool3d(x, at.reshape(1, 1, 1, 2, 2), of(2, 4, 4)),
                1,
                1,
                1,
                2,
                2);
    }
}
