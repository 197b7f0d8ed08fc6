package dev.jgrad.testkit;

import static dev.jgrad.testkit.OpSamples.values;

import dev.jgrad.tensor.Linalg;
import dev.jgrad.tensor.Special;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.Tensors;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** The sample table of operations on tensors that have structure: products, scatters, order statistics, linear algebra. */
public final class StructuredSamples {
    private final List<OpSample> samples = new ArrayList<>();
    private long seed = 5000;

    private StructuredSamples() {}

    /** All samples. */
    public static List<OpSample> all() {
        StructuredSamples s = new StructuredSamples();
        s.shapes();
        s.products();
        s.placing();
        s.statistics();
        s.matrices();
        s.special();
        return s.samples;
    }

    private void add(String name, String gradFn, Function<List<Tensor>, Tensor> f, long[]... sizes) {
        long first = seed;
        seed += sizes.length;
        samples.add(new OpSample(
                name,
                f,
                () -> {
                    List<Tensor> inputs = new ArrayList<>();
                    for (int i = 0; i < sizes.length; i++) {
                        inputs.add(values(first + i, -2, 2.1, sizes[i]));
                    }
                    return inputs;
                },
                gradFn,
                false));
    }

    private void one(String name, String gradFn, UnaryOperator<Tensor> f, long... sizes) {
        add(name, gradFn, x -> f.apply(x.getFirst()), sizes);
    }

    private void two(String name, String gradFn, BinaryOperator<Tensor> f, long[] a, long[] b) {
        add(name, gradFn, x -> f.apply(x.get(0), x.get(1)), a, b);
    }

    private static long[] of(long... sizes) {
        return sizes;
    }

    private void shapes() {
        one("rot90", "Rot90Backward0", Tensor::rot90, 2, 3);
        one("rot90 back", "Rot90Backward0", x -> x.rot90(-1, 0, 2), 2, 3, 2);
        one("rot90 half", "Rot90Backward0", x -> x.rot90(2, 1, 0), 2, 3);
        one("diag vector", "DiagEmbedBackward0", x -> x.diag(1), 3);
        one("diagEmbed", "DiagEmbedBackward0", x -> x.diagEmbed(-1, 0, 2), 2, 3);
        one("trace", "TraceBackward0", Tensor::trace, 3, 4);
        one("tile", "RepeatBackward0", x -> x.tile(2), 2, 3);
        two("blockDiag", "BlockDiagBackward0", Tensors::blockDiag, of(2, 3), of(2));
        two("hstack", "CatBackward0", Tensors::hstack, of(2, 3), of(2, 1));
        two("dstack", "CatBackward0", Tensors::dstack, of(2, 3), of(2, 3));
        two("columnStack", "CatBackward0", Tensors::columnStack, of(3), of(3, 2));
        two("meshgrid", "ExpandBackward0", (a, b) -> Tensors.meshgrid(a, b).get(0), of(2), of(3));
        two("cartesianProd", "StackBackward0", Tensors::cartesianProd, of(2), of(3));
        one("diff", "SubBackward0", x -> x.diff(2, 1, null, null), 2, 4);
        one("trapezoid", "MulBackward0", x -> Tensors.trapezoid(x, 0.5, 1), 2, 4);
    }

    private void products() {
        two("einsum matrix", "ViewBackward0", (a, b) -> Tensors.einsum("ij,jk->ki", a, b), of(2, 3), of(3, 2));
        two("einsum batch", "ViewBackward0", (a, b) -> Tensors.einsum("b...i,bi->b...", a, b), of(2, 2, 3), of(2, 3));
        one("einsum diagonal", "PermuteBackward0", x -> Tensors.einsum("ii->i", x), 3, 3);
        two("tensordot", "ViewBackward0", (a, b) -> Tensors.tensordot(a, b, 1), of(2, 3), of(3, 2));
        two("kron", "UnsafeViewBackward0", Tensor::kron, of(2, 2), of(1, 3));
        two("cross", "LinalgCrossBackward0", (a, b) -> a.cross(b, 1), of(2, 3), of(2, 3));
        two("inner", "ViewBackward0", Tensor::inner, of(2, 3), of(2, 3));
        add("addr", "AddrBackward0", x -> x.get(0).addr(x.get(1), x.get(2), 0.5, 2), of(2, 3), of(2), of(3));
        add("addmv", "AddmvBackward0", x -> x.get(0).addmv(x.get(1), x.get(2), 0.5, 2), of(2), of(2, 3), of(3));
        add(
                "addbmm",
                "AddbmmBackward0",
                x -> x.get(0).addbmm(x.get(1), x.get(2), 0.5, 2),
                of(2, 2),
                of(2, 2, 3),
                of(2, 3, 2));
        two("cdist", "CdistBackward0", Tensors::cdist, of(3, 2), of(2, 2));
        two("cdist p", "CdistBackward0", (a, b) -> Tensors.cdist(a, b, 3), of(2, 3, 2), of(2, 2, 2));
        two("dist", "DistBackward0", (a, b) -> a.dist(b, 2), of(2, 3), of(2, 3));
        one("renorm", "RenormBackward0", x -> x.renorm(2, 0, 1.5), 3, 4);
    }

    private void placing() {
        Tensor index = Tensors.tensor(0L, 1L, 1L, 0L, 1L, 0L).reshape(2, 3);
        one("take", "TakeBackward0", x -> x.take(Tensors.tensor(0L, -1L, 3L, 0L)), 2, 3);
        one("takeAlongDim", "GatherBackward0", x -> x.takeAlongDim(index, 1), 2, 3);
        for (boolean accumulate : new boolean[] {false, true}) {
            two(
                    "put " + accumulate,
                    "PutBackward0",
                    (a, b) -> a.put(Tensors.tensor(1L, -1L), b, accumulate),
                    of(2, 3),
                    of(2));
            two(
                    "indexPut " + accumulate,
                    "IndexPutBackward0",
                    (a, b) -> a.indexPut(List.of(Tensors.tensor(1L, 0L)), b, accumulate),
                    of(2, 3),
                    of(2, 3));
        }
        for (String reduce : List.of("sum", "prod", "mean", "amax", "amin")) {
            for (boolean self : new boolean[] {false, true}) {
                two(
                        "scatterReduce " + reduce + " " + self,
                        "ScatterReduceBackward0",
                        (a, b) -> a.scatterReduce(0, index, b, reduce, self),
                        of(3, 3),
                        of(2, 3));
            }
        }
        two(
                "indexReduce",
                "IndexReduceBackward0",
                (a, b) -> a.indexReduce(0, Tensors.tensor(0L, 2L, 0L), b, "prod", true),
                of(3, 2),
                of(3, 2));
        two(
                "maskedScatter",
                "MaskedScatterBackward0",
                (a, b) -> a.maskedScatter(Tensors.tensor(true, false, true), b),
                of(2, 3),
                of(6));
        two("selectScatter", "SelectScatterBackward0", (a, b) -> a.selectScatter(b, 1, 2), of(2, 3), of(2));
        two("sliceScatter", "SliceScatterBackward0", (a, b) -> a.sliceScatter(b, 1, 0L, null, 2), of(2, 4), of(2, 2));
        two("diagonalScatter", "DiagonalScatterBackward0", (a, b) -> a.diagonalScatter(b, 0, 0, 1), of(3, 3), of(3));
    }

    private void statistics() {
        one("median", "MedianBackward0", Tensor::median, 2, 3);
        one("median dim", "MedianBackward1", x -> x.median(1).values(), 2, 4);
        one("nanmedian dim", "NanmedianBackward1", x -> x.nanmedian(0, true).values(), 3, 2);
        one("mode", "ModeBackward0", x -> x.mode().values(), 2, 3);
        one("kthvalue", "KthvalueBackward0", x -> x.kthvalue(2, 1, false).values(), 2, 4);
        one("quantile", "SqueezeBackward4", x -> x.quantile(0.3, 1, false, "linear"), 2, 4);
        one(
                "quantile all",
                "PermuteBackward0",
                x -> x.quantile(Tensors.tensor(0.2, 0.7).typeAs(x), null, false, "linear"),
                2,
                4);
        one("cummax", "CummaxBackward0", x -> x.cummax(1).values(), 2, 4);
        one("cummin", "CumminBackward0", x -> x.cummin(0).values(), 3, 2);
        one("logcumsumexp", "LogcumsumexpBackward0", x -> x.logcumsumexp(1), 2, 4);
        one("nanmean", "DivBackward0", Tensor::nanmean, 2, 3);
        one("cov", "SqueezeBackward0", Tensor::cov, 2, 4);
        one("corrcoef", "ClampBackward1", Tensor::corrcoef, 2, 4);
    }

    /** A well-conditioned matrix from any. */
    private static Tensor good(Tensor x) {
        return x.add(Tensors.eye(x.size(-1)).mul(5).typeAs(x));
    }

    private static Tensor positive(Tensor x) {
        return good(x.matmul(x.mT()));
    }

    private void matrices() {
        one("inv", "LinalgInvExBackward0", x -> Linalg.inv(good(x)), 2, 3, 3);
        two("solve", "LinalgSolveExBackward0", (a, b) -> Linalg.solve(good(a), b), of(3, 3), of(3, 2));
        two("solve vector", "SqueezeBackward1", (a, b) -> Linalg.solve(good(a), b), of(3, 3), of(3));
        two("solve right", "TransposeBackward0", (a, b) -> Linalg.solve(good(a), b, false), of(3, 3), of(2, 3));
        two(
                "solveTriangular",
                "LinalgSolveTriangularBackward0",
                (a, b) -> Linalg.solveTriangular(good(a), b, true, true, false),
                of(3, 3),
                of(3, 2));
        two(
                "solveTriangular right",
                "LinalgSolveTriangularBackward0",
                (a, b) -> Linalg.solveTriangular(good(a), b, false, false, false),
                of(3, 3),
                of(2, 1, 3));
        two(
                "solveTriangular ones",
                "LinalgSolveTriangularBackward0",
                (a, b) -> Linalg.solveTriangular(a, b, false, true, true),
                of(2, 3, 3),
                of(3, 1));
        one("det", "LinalgDetBackward0", x -> Linalg.det(x.mul(0.5)), 2, 2, 2);
        one("slogdet", "LinalgSlogdetBackward0", x -> Linalg.slogdet(good(x)).logabsdet(), 3, 3);
        one("matrixPower", "MmBackward0", x -> Linalg.matrixPower(x.mul(0.5), 3), 2, 2);
        one("matrixExp", "LinalgMatrixExpBackward0", x -> Linalg.matrixExp(x.mul(0.3)), 2, 2);
        one("cholesky", "LinalgCholeskyExBackward0", x -> Linalg.cholesky(positive(x)), 3, 3);
        one("qr q", "LinalgQrBackward0", x -> Linalg.qr(x).q(), 3, 2);
        one("qr r", "LinalgQrBackward0", x -> Linalg.qr(x).r(), 3, 2);
        one("eigvalsh", "LinalgEighBackward0", x -> Linalg.eigvalsh(x.add(x.mT()), "L"), 3, 3);
        one(
                "eigh vectors",
                "MulBackward0",
                x -> {
                    Tensor v = Linalg.eigh(x.add(x.mT())).eigenvectors();
                    return v.mul(v);
                },
                3,
                3);
        one("svdvals", "LinalgSvdBackward0", Linalg::svdvals, 2, 3);
        one(
                "svd vectors",
                "MmBackward0",
                x -> {
                    Linalg.SVD f = Linalg.svd(x, false);
                    return f.u().matmul(f.vh());
                },
                3,
                2);
        one("pinv", "LinalgPinvBackward0", Linalg::pinv, 3, 2);
        one("pinv wide", "LinalgPinvBackward0", Linalg::pinv, 2, 3);
        two("multiDot", "MmBackward0", (a, b) -> Linalg.multiDot(a, b, a), of(2, 3), of(3, 2));
        one(
                "matrixNorm nuclear",
                "SumBackward1",
                x -> Linalg.matrixNorm(x, "nuc", new int[] {-2, -1}, false, null),
                3,
                2);
    }

    private void special() {
        one("special i0", "I0Backward0", Special::i0, 2, 3);
        one("i0", "I0Backward0", Tensor::i0, 2, 3);
        one("i0e", "SpecialI0EBackward0", Special::i0e, 2, 3);
        one("i1", "SpecialI1Backward0", Special::i1, 2, 3);
        one("i1e", "SpecialI1EBackward0", Special::i1e, 2, 3);
        one("erfcx", "SpecialErfcxBackward0", Special::erfcx, 2, 3);
        one("ndtr", "MulBackward0", Special::ndtr, 2, 3);
        one("ndtri", "SpecialNdtriBackward0", x -> Special.ndtri(x.sigmoid()), 2, 3);
        one("logNdtr", "SpecialLogNdtrBackward0", Special::logNdtr, 2, 3);
        one("entr", "SpecialEntrBackward0", x -> Special.entr(x.exp()), 2, 3);
        one("polygamma", "PolygammaBackward0", x -> Special.polygamma(2, x.exp()), 2, 3);
        one("digamma", "DigammaBackward0", x -> x.exp().digamma(), 2, 3);
        one(
                "multigammaln",
                "MvlgammaBackward0",
                x -> Special.multigammaln(x.exp().add(2), 3),
                2,
                3);
        two(
                "zeta",
                "AddBackward0",
                (a, b) -> Special.zeta(a.detach().mul(0.0).add(2.5), b.exp()).add(a.mul(0.0)),
                of(2, 3),
                of(2, 3));
        two(
                "gammainc",
                "AddBackward0",
                (a, b) -> Special.gammainc(a.detach().exp().mul(0.0).add(1.7), b.exp())
                        .add(a.mul(0.0)),
                of(2, 3),
                of(2, 3));
    }
}
