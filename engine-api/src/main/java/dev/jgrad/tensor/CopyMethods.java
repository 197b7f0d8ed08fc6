package dev.jgrad.tensor;

import dev.jgrad.op.ShapeInPlace;
import dev.jgrad.op.ViewCopies;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * PyTorch's {@code _copy} functions: what a view shows, as a tensor of its own in row-major order. Each takes what the view of that
 * name takes and refuses what it refuses; the gradient goes to the elements that were copied.
 */
public sealed interface CopyMethods permits Tensor {
    /** All elements: a copy. */
    default Tensor aliasCopy() {
        return ViewCopies.copy(
                "AliasBackward0_copy", (Tensor) this, x -> x.view(x.shape().toArray()));
    }

    /** {@link Tensor#view(long...)}. */
    default Tensor viewCopy(long... sizes) {
        return ViewCopies.copy("ViewBackward0_copy", (Tensor) this, x -> x.view(sizes));
    }

    /** {@link Tensor#asStrided(long[], long[], long)}. */
    default Tensor asStridedCopy(long[] sizes, long[] strides, long offset) {
        return ViewCopies.copy("AsStridedBackward0_copy", (Tensor) this, x -> x.asStrided(sizes, strides, offset));
    }

    /** {@link Tensor#diagonal(long, int, int)}. */
    default Tensor diagonalCopy(long offset, int dim1, int dim2) {
        return ViewCopies.copy("DiagonalBackward0_copy", (Tensor) this, x -> x.diagonal(offset, dim1, dim2));
    }

    /** {@link Tensor#expand(long...)}. */
    default Tensor expandCopy(long... sizes) {
        return ViewCopies.copy("ExpandBackward0_copy", (Tensor) this, x -> x.expand(sizes));
    }

    /** {@link Tensor#narrow(int, long, long)}. */
    default Tensor narrowCopy(int dim, long start, long length) {
        return ViewCopies.copy("NarrowCopyBackward0", (Tensor) this, x -> x.narrow(dim, start, length));
    }

    /** {@link Tensor#permute(int...)}. */
    default Tensor permuteCopy(int... dims) {
        return ViewCopies.copy("PermuteBackward0_copy", (Tensor) this, x -> x.permute(dims));
    }

    /** {@link Tensor#select(int, long)}. */
    default Tensor selectCopy(int dim, long index) {
        return ViewCopies.copy("SelectBackward0_copy", (Tensor) this, x -> x.select(dim, index));
    }

    /** {@link Tensor#squeeze()}. */
    default Tensor squeezeCopy() {
        return ViewCopies.copy("SqueezeBackward0_copy", (Tensor) this, x -> x.squeeze());
    }

    /** {@link Tensor#squeeze(int)}. */
    default Tensor squeezeCopy(int dim) {
        return ViewCopies.copy("SqueezeBackward1_copy", (Tensor) this, x -> x.squeeze(dim));
    }

    /** {@link Tensor#squeeze(int[])}. */
    default Tensor squeezeCopy(int[] dims) {
        return ViewCopies.copy("SqueezeBackward2_copy", (Tensor) this, x -> x.squeeze(dims));
    }

    /** {@link Tensor#t()}. */
    default Tensor tCopy() {
        return ViewCopies.copy("TBackward0_copy", (Tensor) this, x -> x.t());
    }

    /** {@link Tensor#transpose(int, int)}. */
    default Tensor transposeCopy(int dim0, int dim1) {
        return ViewCopies.copy("TransposeBackward0_copy", (Tensor) this, x -> x.transpose(dim0, dim1));
    }

    /** {@link Tensor#unfold(int, long, long)}. */
    default Tensor unfoldCopy(int dimension, long size, long step) {
        return ViewCopies.copy("UnfoldBackward0_copy", (Tensor) this, x -> x.unfold(dimension, size, step));
    }

    /** {@link Tensor#unsqueeze(int)}. */
    default Tensor unsqueezeCopy(int dim) {
        return ViewCopies.copy("UnsqueezeBackward0_copy", (Tensor) this, x -> x.unsqueeze(dim));
    }

    /** {@link Tensor#split(long, int)}. */
    default List<Tensor> splitCopy(long splitSize, int dim) {
        return ViewCopies.copies("SplitBackward0_copy", (Tensor) this, x -> x.split(splitSize, dim));
    }

    /** {@link Tensor#splitWithSizes(long[], int)}. */
    default List<Tensor> splitWithSizesCopy(long[] splitSizes, int dim) {
        return ViewCopies.copies("SplitWithSizesBackward0_copy", (Tensor) this, x -> x.splitWithSizes(splitSizes, dim));
    }

    /** {@link Tensor#unbind(int)}. */
    default List<Tensor> unbindCopy(int dim) {
        return ViewCopies.copies("UnbindBackward0_copy", (Tensor) this, x -> x.unbind(dim));
    }

    /** {@link Tensor#chunk(int, int)}, without sharing memory with this tensor. */
    default List<Tensor> unsafeChunk(int chunks, int dim) {
        return ViewCopies.copies("UnsafeSplitBackward0", (Tensor) this, x -> x.chunk(chunks, dim));
    }

    /** {@link Tensor#split(long, int)}, without sharing memory with this tensor. */
    default List<Tensor> unsafeSplit(long splitSize, int dim) {
        return ViewCopies.copies("UnsafeSplitBackward0", (Tensor) this, x -> x.split(splitSize, dim));
    }

    /** {@link Tensor#splitWithSizes(long[], int)}, without sharing memory with this tensor. */
    default List<Tensor> unsafeSplitWithSizes(long[] splitSizes, int dim) {
        return ViewCopies.copies(
                "UnsafeSplitWithSizesBackward0", (Tensor) this, x -> x.splitWithSizes(splitSizes, dim));
    }

    /** {@link Tensor#slice(int, long, long, long)}; null stands for the first and for the last element. */
    default Tensor sliceCopy(int dim, @Nullable Long start, @Nullable Long end, long step) {
        return ViewCopies.copy(
                "SliceBackward0_copy",
                (Tensor) this,
                x -> x.slice(dim, start == null ? 0 : start, end == null ? Long.MAX_VALUE : end, step));
    }

    /** {@link Tensor#asStrided(long[], long[])}. */
    default Tensor asStridedCopy(long[] sizes, long[] strides) {
        return ViewCopies.copy("AsStridedBackward0_copy", (Tensor) this, x -> x.asStrided(sizes, strides));
    }

    /** A copy with {@code asStrided(sizes, strides, offset)} replaced. */
    default Tensor asStridedScatter(Tensor src, long[] sizes, long[] strides, long offset) {
        return ViewCopies.asStridedScatter((Tensor) this, src, sizes, strides, offset);
    }

    /** A copy with {@code asStrided(sizes, strides)} replaced, from where this tensor begins. */
    default Tensor asStridedScatter(Tensor src, long[] sizes, long[] strides) {
        return asStridedScatter(src, sizes, strides, ((Tensor) this).storageOffset());
    }

    /** {@code asStrided} in place. */
    default Tensor asStrided_(long[] sizes, long[] strides, long offset) {
        return ShapeInPlace.apply("as_strided", (Tensor) this, x -> x.asStrided(sizes, strides, offset));
    }

    /** {@code asStrided} in place, from where this tensor begins. */
    default Tensor asStrided_(long[] sizes, long[] strides) {
        return ShapeInPlace.apply("as_strided", (Tensor) this, x -> x.asStrided(sizes, strides));
    }
}
