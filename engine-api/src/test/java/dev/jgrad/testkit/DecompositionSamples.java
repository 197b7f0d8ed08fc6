package dev.jgrad.testkit;

import static dev.jgrad.testkit.OpSamples.values;

import dev.jgrad.tensor.Linalg;
import dev.jgrad.tensor.LinalgSolvers;
import dev.jgrad.tensor.LobpcgOptions;
import dev.jgrad.tensor.MatrixMethods;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.Tensors;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;

/** The sample table of decompositions and of what solves with them. */
public final class DecompositionSamples {
    private final List<OpSample> samples = new ArrayList<>();
    private long seed = 9000;

    private DecompositionSamples() {}

    /** All samples. */
    public static List<OpSample> all() {
        DecompositionSamples s = new DecompositionSamples();
        s.lu();
        s.reflections();
        s.extremes();
        s.solutions();
        return s.samples;
    }

    private void one(String name, String gradFn, UnaryOperator<Tensor> f, long... sizes) {
        long first = seed++;
        samples.add(new OpSample(
                name, x -> f.apply(x.getFirst()), () -> List.of(values(first, -2, 2.1, sizes)), gradFn, false));
    }

    private void two(String name, String gradFn, BinaryOperator<Tensor> f, long[] a, long[] b) {
        long first = seed;
        seed += 2;
        samples.add(new OpSample(
                name,
                x -> f.apply(x.get(0), x.get(1)),
                () -> List.of(values(first, -2, 2.1, a), values(first + 1, -2, 2.1, b)),
                gradFn,
                false));
    }

    private static long[] of(long... sizes) {
        return sizes;
    }

    private static Tensor good(Tensor x) {
        return x.add(Tensors.eye(x.size(-1)).mul(5).typeAs(x));
    }

    private static Tensor factor(Tensor x) {
        return good(x).tril(0);
    }

    private void lu() {
        one(
                "luFactor",
                "LinalgLuFactorExBackward0",
                x -> Linalg.luFactor(good(x)).lu(),
                3,
                3);
        one(
                "luFactor wide",
                "LinalgLuFactorExBackward0",
                x -> Linalg.luFactor(x).lu(),
                2,
                4);
        one(
                "luFactor tall",
                "LinalgLuFactorExBackward0",
                x -> Linalg.luFactor(x).lu(),
                4,
                2);
        one("lu l", "LinalgLuBackward0", x -> Linalg.lu(x).l(), 2, 3, 3);
        one("lu u", "LinalgLuBackward0", x -> Linalg.lu(x).u(), 3, 4);
        one("lu l tall", "LinalgLuBackward0", x -> Linalg.lu(x).l(), 4, 3);
        Tensor pivots = Tensors.tensor(2L, 3L, 3L).to(dev.jgrad.data.DType.INT32);
        one(
                "luUnpack l",
                "LuUnpackBackward0",
                x -> Linalg.luUnpack(x, pivots, true, true).l(),
                3,
                3);
        one(
                "luUnpack u",
                "LuUnpackBackward0",
                x -> Linalg.luUnpack(x, pivots, true, false).u(),
                3,
                3);
        for (boolean left : new boolean[] {true, false}) {
            for (boolean adjoint : new boolean[] {true, false}) {
                two(
                        "luSolve " + left + " " + adjoint,
                        "LinalgLuSolveBackward0",
                        (a, b) -> Linalg.luSolve(good(a), pivots, b, left, adjoint),
                        of(3, 3),
                        left ? of(3, 2) : of(2, 3));
            }
        }
        two("Tensor.luSolve", "LinalgLuSolveBackward0", (a, b) -> b.luSolve(good(a), pivots), of(3, 3), of(3, 2));
        one(
                "Tensor.lu",
                "LinalgLuFactorExBackward0",
                x -> good(x).lu(true, false).lu(),
                3,
                3);
    }

    private void extremes() {
        LobpcgOptions o = LobpcgOptions.DEFAULT.withTol(1e-13).withLargest(false);
        one(
                "lobpcg",
                "LOBPCGAutogradFunctionBackward",
                x -> LinalgSolvers.lobpcg(
                                x.add(x.mT())
                                        .add(Tensors.arange(1, 7)
                                                .mul(9)
                                                .to(x.dtype())
                                                .diag()),
                                o.withX(Tensors.ones(6, 1).to(x.dtype())))
                        .eigenvalues(),
                6,
                6);
    }

    private void reflections() {
        two(
                "householderProduct",
                "LinalgHouseholderProductBackward0",
                (a, t) -> Linalg.householderProduct(a, t),
                of(2, 4, 3),
                of(2, 2));
        for (boolean left : new boolean[] {true, false}) {
            for (boolean transpose : new boolean[] {true, false}) {
                two(
                        "ormqr " + left + " " + transpose,
                        "OrmqrBackward0",
                        (a, c) -> Linalg.ormqr(a, Tensors.tensor(0.7, 1.3).typeAs(a), c, left, transpose),
                        of(3, 2),
                        left ? of(3, 2) : of(2, 3));
            }
        }
        one("qr wide q", "LinalgQrBackward0", x -> Linalg.qr(x).q(), 2, 4);
        one("qr wide r", "LinalgQrBackward0", x -> Linalg.qr(x).r(), 2, 4);
        one("qr complete", "LinalgQrBackward0", x -> Linalg.qr(x, "complete").r(), 3, 3);
        one("Tensor.qr", "LinalgQrBackward0", x -> x.qr(true).r(), 3, 2);
        one("Tensor.svd", "LinalgSvdBackward0", x -> x.svd(true, true).s(), 3, 2);
        one(
                "Tensor.svd vectors",
                "MmBackward0",
                x -> {
                    Tensor.Svd f = x.svd(true, true);
                    return f.u().matmul(f.v().mT());
                },
                3,
                2);
    }

    private void solutions() {
        two("lstsq tall", "LinalgLstsqBackward0", (a, b) -> Linalg.lstsq(a, b).solution(), of(4, 2), of(4, 3));
        two("lstsq wide", "LinalgLstsqBackward0", (a, b) -> Linalg.lstsq(a, b).solution(), of(2, 4), of(2));
        two(
                "lstsq residuals",
                "LinalgLstsqBackward0",
                (a, b) -> Linalg.lstsq(a, b, null, "gels").residuals(),
                of(4, 2),
                of(4, 3));
        one("invEx", "LinalgInvExBackward0", x -> Linalg.invEx(good(x), true).result(), 3, 3);
        two(
                "solveEx",
                "TransposeBackward0",
                (a, b) -> Linalg.solveEx(good(a), b, false, false).result(),
                of(3, 3),
                of(2, 3));
        one(
                "choleskyEx",
                "LinalgCholeskyExBackward0",
                x -> Linalg.choleskyEx(good(x.matmul(x.mT())), false, true).result(),
                3,
                3);
        // The gradient of a factor is that of any matrix in its place, as in PyTorch: seen through a triangle it is
        // exact.
        for (boolean upper : new boolean[] {true, false}) {
            two(
                    "choleskySolve " + upper,
                    "CholeskySolveBackward0",
                    (a, b) -> b.choleskySolve(upper ? factor(a).mT() : factor(a), upper),
                    of(3, 3),
                    of(3, 2));
            one(
                    "choleskyInverse " + upper,
                    "CholeskyInverseBackward0",
                    x -> (upper ? factor(x).mT() : factor(x)).choleskyInverse(upper),
                    3,
                    3);
        }
        one("pinv hermitian", "LinalgPinvBackward0", x -> Linalg.pinv(good(x.add(x.mT())), true), 3, 3);
        one("pinv tolerance", "LinalgPinvBackward0", x -> Linalg.pinv(x, 1e-9, 1e-9, false), 3, 2);
        one(
                "tensorinv",
                "ViewBackward0",
                x -> Linalg.tensorinv(good(x.reshape(4, 4)).reshape(2, 2, 4), 2),
                2,
                2,
                4);
        two(
                "tensorsolve",
                "ViewBackward0",
                (a, b) -> Linalg.tensorsolve(good(a.reshape(4, 4)).reshape(2, 2, 4), b, null),
                of(2, 2, 4),
                of(2, 2));
        two(
                "triangularSolve",
                "TriangularSolveBackward0",
                (a, b) -> b.triangularSolve(good(a), true, true, false).solution(),
                of(3, 3),
                of(3, 2));
        two(
                "triangularSolve both results",
                "MulBackward0",
                (a, b) -> {
                    MatrixMethods.TriangularSolution r = b.triangularSolve(good(a), false, false, true);
                    return r.solution().mul(r.clonedCoefficient().narrow(-1, 0, 2));
                },
                of(3, 3),
                of(3, 2));
        one("Linalg.diagonal", "DiagonalBackward0", x -> Linalg.diagonal(x), 2, 3, 3);
        one("Linalg.vander", "CatBackward0", x -> Linalg.vander(x, 4L), 2, 3);
        one("matrixPower 0", "CopyBackwards", x -> Linalg.matrixPower(x, 0), 3, 3);
        one("cond", "DivBackward0", x -> Linalg.cond(good(x), 2), 3, 3);
        one("cond 1", "NanToNumBackward0", x -> Linalg.cond(good(x), 1), 3, 3);
        one("cond fro", "MulBackward0", x -> Linalg.cond(good(x), "fro"), 3, 3);
    }
}
