package dev.jgrad.testkit;

import static dev.jgrad.testkit.OpSamples.values;

import dev.jgrad.tensor.Fft;
import dev.jgrad.tensor.Masked;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.Tensors;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** The sample table of copies of views, masked reductions, segments, and differences. */
public final class CopySamples {
    private static final int[] LAST = {1};

    private final List<OpSample> samples = new ArrayList<>();
    private long seed = 9500;

    private CopySamples() {}

    /** All samples. */
    public static List<OpSample> all() {
        CopySamples s = new CopySamples();
        s.copies();
        s.masked();
        s.others();
        return s.samples;
    }

    private void one(String name, String gradFn, UnaryOperator<Tensor> f, long... sizes) {
        add(name, gradFn, f, false, sizes);
    }

    private void add(String name, String gradFn, UnaryOperator<Tensor> f, boolean seesStrides, long... sizes) {
        long first = seed++;
        samples.add(new OpSample(
                name, x -> f.apply(x.getFirst()), () -> List.of(values(first, -2, 2.1, sizes)), gradFn, seesStrides));
    }

    private void copies() {
        one("aliasCopy", "AliasBackward0_copy", Tensor::aliasCopy, 2, 3);
        add("viewCopy", "ViewBackward0_copy", x -> x.viewCopy(3, 2), true, 2, 3);
        add(
                "asStridedCopy",
                "AsStridedBackward0_copy",
                x -> x.asStridedCopy(new long[] {2, 2}, new long[] {1, 2}, 1),
                true,
                2,
                3);
        one("diagonalCopy", "DiagonalBackward0_copy", x -> x.diagonalCopy(1, 0, 1), 3, 3);
        one("expandCopy", "ExpandBackward0_copy", x -> x.expandCopy(2, 2, 3), 2, 3);
        one("narrowCopy", "NarrowCopyBackward0", x -> x.narrowCopy(1, 1, 2), 2, 3);
        one("permuteCopy", "PermuteBackward0_copy", x -> x.permuteCopy(1, 0), 2, 3);
        one("selectCopy", "SelectBackward0_copy", x -> x.selectCopy(1, 2), 2, 3);
        one("sliceCopy", "SliceBackward0_copy", x -> x.sliceCopy(1, 1L, null, 2), 2, 4);
        one("squeezeCopy", "SqueezeBackward0_copy", Tensor::squeezeCopy, 2, 1);
        one("squeezeCopy dim", "SqueezeBackward1_copy", x -> x.squeezeCopy(1), 2, 1);
        one("squeezeCopy dims", "SqueezeBackward2_copy", x -> x.squeezeCopy(LAST), 2, 1);
        one("tCopy", "TBackward0_copy", Tensor::tCopy, 2, 3);
        one("transposeCopy", "TransposeBackward0_copy", x -> x.transposeCopy(0, 1), 2, 3);
        one("unfoldCopy", "UnfoldBackward0_copy", x -> x.unfoldCopy(1, 2, 1), 2, 4);
        one("unsqueezeCopy", "UnsqueezeBackward0_copy", x -> x.unsqueezeCopy(1), 2, 3);
        one("splitCopy", "SplitBackward0_copy", x -> x.splitCopy(2, 1).getLast(), 2, 3);
        one(
                "splitWithSizesCopy",
                "SplitWithSizesBackward0_copy",
                x -> x.splitWithSizesCopy(new long[] {1, 2}, 1).get(1),
                2,
                3);
        one("unbindCopy", "UnbindBackward0_copy", x -> x.unbindCopy(1).getLast(), 2, 3);
        one("unsafeChunk", "UnsafeSplitBackward0", x -> x.unsafeChunk(2, 1).getLast(), 2, 3);
        one("unsafeSplit", "UnsafeSplitBackward0", x -> x.unsafeSplit(2, 1).getLast(), 2, 3);
        one(
                "unsafeSplitWithSizes",
                "UnsafeSplitWithSizesBackward0",
                x -> x.unsafeSplitWithSizes(new long[] {1, 2}, 1).get(0),
                2,
                3);
        add(
                "asStridedScatter",
                "AsStridedScatterBackward0",
                x -> x.asStridedScatter(x.select(0, 0).mul(2), new long[] {3}, new long[] {2}, 0),
                true,
                2,
                3);
    }

    private void masked() {
        Tensor mask = Tensors.tensor(true, false, true);
        one("Masked.sum", "SumBackward1", x -> Masked.sum(x, LAST, false, null, mask), 2, 3);
        one("Masked.prod", "ProdBackward1", x -> Masked.prod(x, LAST, false, null, mask), 2, 3);
        one("Masked.cumsum", "CumsumBackward0", x -> Masked.cumsum(x, 1, null, mask), 2, 3);
        one("Masked.cumprod", "CumprodBackward0", x -> Masked.cumprod(x, 1, null, mask), 2, 3);
        one("Masked.amax", "AmaxBackward0", x -> Masked.amax(x, LAST, true, null, mask), 2, 3);
        one("Masked.amin", "AminBackward0", x -> Masked.amin(x, null, false, null, mask), 2, 3);
        one("Masked.mean", "DivBackward0", x -> Masked.mean(x, LAST, false, null, mask), 2, 3);
        one("Masked.median", "NanmedianBackward1", x -> Masked.median(x, 0, false, null, null), 3, 2);
        one("Masked.norm", "LinalgVectorNormBackward0", x -> Masked.norm(x, 3, LAST, false, null, mask), 2, 3);
        one("Masked.var", "DivBackward0", x -> Masked.var(x, LAST, null, null, false, null, mask), 2, 3);
        one("Masked.std", "SqrtBackward0", x -> Masked.std(x, LAST, true, null, false, null, mask), 2, 3);
        one("Masked.logsumexp", "LogsumexpBackward0", x -> Masked.logsumexp(x, LAST, false, null, mask), 2, 3);
        one(
                "Masked.logaddexp",
                "LogaddexpBackward0",
                x -> Masked.logaddexp(x, x.mul(2), null, mask.logicalOr(mask.logicalNot()), null),
                2,
                3);
        one("Masked.softmax", "SoftmaxBackward0", x -> Masked.softmax(x, 1, null, mask), 2, 3);
        one("Masked.logSoftmax", "LogSoftmaxBackward0", x -> Masked.logSoftmax(x, 1, null, null), 2, 3);
        one("Masked.softmin", "SoftmaxBackward0", x -> Masked.softmin(x, 1, null, mask), 2, 3);
        one("Masked.normalize", "DivBackward0", x -> Masked.normalize(x, 2, 1, 1e-12, null, mask), 2, 3);
    }

    private void others() {
        one("gradient", "CatBackward0", x -> Tensors.gradient(x, 0.5, LAST, 2).get(0), 2, 4);
        one("gradient of 2", "CatBackward0", x -> Tensors.gradient(x, LAST, 1).get(0), 3, 2);
        Tensor at = Tensors.tensor(0., 0.5, 2., 3.);
        one(
                "gradient at",
                "CatBackward0",
                x -> Tensors.gradient(x, new Tensor[] {at.typeAs(x)}, LAST, 2).get(0),
                2,
                4);
        one(
                "gradient at 1",
                "CatBackward0",
                x -> Tensors.gradient(x, new Tensor[] {at.typeAs(x)}, LAST, 1).get(0),
                2,
                4);
        one("frexp", "FrexpBackward0", x -> Tensors.frexp(x).mantissa(), 2, 3);
        one("ldexp", "LdexpBackward0", x -> x.ldexp(Tensors.tensor(1L, -2L, 3L)), 2, 3);
        Tensor lengths = Tensors.tensor(2L, 0L, 3L);
        Tensor offsets = Tensors.tensor(0L, 2L, 5L);
        for (String reduce : List.of("sum", "mean", "max", "min", "prod")) {
            one(
                    "segmentReduce " + reduce,
                    "SegmentReduceBackward0",
                    x -> Tensors.segmentReduce(x, reduce, lengths, null, 0, false, 0.5),
                    5,
                    2);
            one(
                    "segmentReduce offsets " + reduce,
                    "SegmentReduceBackward0",
                    x -> Tensors.segmentReduce(x, reduce, null, offsets, 0, false, null),
                    5,
                    2);
        }
        one("fftshift", "RollBackward0", x -> Fft.fftshift(x, null), 3, 4);
        one("ifftshift", "RollBackward0", x -> Fft.ifftshift(x, LAST), 3, 5);
        one("irfft", "MulBackward0", x -> Fft.irfft(x, 5L, 1, null), 2, 4);
        one("irfftn", "MulBackward0", x -> Fft.irfftn(x, null, null, "ortho"), 3, 4);
        one("hfft2", "MulBackward0", x -> Fft.hfft2(x, new long[] {2, 6}, new int[] {0, 1}, "forward"), 3, 3);
        one("quantile of q", "PermuteBackward0", x -> x.quantile(x.select(0, 0).sigmoid(), 1, false, "linear"), 2, 4);
    }
}
