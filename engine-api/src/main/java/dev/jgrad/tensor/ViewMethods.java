package dev.jgrad.tensor;

import dev.jgrad.data.MemoryFormat;
import dev.jgrad.op.CopyOps;
import dev.jgrad.op.PartViews;
import dev.jgrad.op.Reshaping;
import dev.jgrad.op.Shapes;
import dev.jgrad.op.Splitting;
import dev.jgrad.op.StridedViews;
import dev.jgrad.op.ViewOps;
import java.util.List;

/** Other views of the same memory: shapes, orders of dimensions, parts. */
public sealed interface ViewMethods permits Tensor {
    /** The same elements under other sizes without a copy; one size may be -1. */
    default Tensor view(long... sizes) {
        return Reshaping.view((Tensor) this, sizes);
    }

    /** The same elements under other sizes, copied only where it must be; one size may be -1. */
    default Tensor reshape(long... sizes) {
        return Reshaping.reshape((Tensor) this, sizes);
    }

    /** All dimensions from start to end merged into one. */
    default Tensor flatten(int startDim, int endDim) {
        return Shapes.flatten((Tensor) this, startDim, endDim);
    }

    /** A vector of all elements. */
    default Tensor flatten() {
        return flatten(0, -1);
    }

    /** All dimensions from start on merged into one. */
    default Tensor flatten(int startDim) {
        return flatten(startDim, -1);
    }

    /** One dimension cut into several. */
    default Tensor unflatten(int dim, long... sizes) {
        return Shapes.unflatten((Tensor) this, dim, sizes);
    }

    /** Two dimensions exchanged. */
    default Tensor transpose(int dim0, int dim1) {
        return ViewOps.transpose((Tensor) this, dim0, dim1, "TransposeBackward0");
    }

    /** The transposed matrix; vectors stay as they are. */
    default Tensor t() {
        return Shapes.t((Tensor) this);
    }

    /** All dimensions in reverse order: {@code Tensor.T}. */
    default Tensor T() {
        return Shapes.reversed((Tensor) this);
    }

    /** The last two dimensions exchanged: {@code Tensor.mT}. */
    default Tensor mT() {
        return transpose(-2, -1);
    }

    /** Dimensions in another order. */
    default Tensor permute(int... dims) {
        return ViewOps.permute((Tensor) this, dims);
    }

    /** Some dimensions moved to other places. */
    default Tensor movedim(int[] source, int[] destination) {
        return Shapes.movedim((Tensor) this, source, destination);
    }

    /** One dimension moved to another place. */
    default Tensor movedim(int source, int destination) {
        return movedim(new int[] {source}, new int[] {destination});
    }

    /** Without dimensions of size 1. */
    default Tensor squeeze() {
        return ViewOps.squeeze((Tensor) this);
    }

    /** Without this dimension if its size is 1. */
    default Tensor squeeze(int dim) {
        return ViewOps.squeeze((Tensor) this, dim);
    }

    /** Without these dimensions where their size is 1. */
    default Tensor squeeze(int[] dims) {
        return ViewOps.squeeze((Tensor) this, dims);
    }

    /** With a new dimension of size 1. */
    default Tensor unsqueeze(int dim) {
        return ViewOps.unsqueeze((Tensor) this, dim);
    }

    /** Broadcast to these sizes without a copy; -1 keeps a size. */
    default Tensor expand(long... sizes) {
        return ViewOps.expand((Tensor) this, sizes);
    }

    /** Broadcast to the shape of another tensor. */
    default Tensor expandAs(Tensor other) {
        return expand(other.shape().toArray());
    }

    /** Broadcast to these sizes: {@code torch.broadcast_to}. */
    default Tensor broadcastTo(long... sizes) {
        return expand(sizes);
    }

    /** A range of a dimension. */
    default Tensor narrow(int dim, long start, long length) {
        return PartViews.narrow((Tensor) this, dim, start, length);
    }

    /** One position of a dimension, which disappears. */
    default Tensor select(int dim, long index) {
        return PartViews.select((Tensor) this, dim, index);
    }

    /** Python's slice of one dimension. */
    default Tensor slice(int dim, long start, long end, long step) {
        return PartViews.slice((Tensor) this, dim, start, end, step);
    }

    /** The main diagonal of the first two dimensions. */
    default Tensor diagonal() {
        return diagonal(0, 0, 1);
    }

    /** A diagonal of two dimensions, appended as the last one. */
    default Tensor diagonal(long offset, int dim1, int dim2) {
        return PartViews.diagonal((Tensor) this, offset, dim1, dim2);
    }

    /** Sliding windows of a dimension. */
    default Tensor unfold(int dim, long size, long step) {
        return PartViews.unfold((Tensor) this, dim, size, step);
    }

    /** A view at any place of the storage. */
    default Tensor asStrided(long[] sizes, long[] strides, long offset) {
        return StridedViews.asStrided((Tensor) this, sizes, strides, offset);
    }

    /** A view at the same place of the storage. */
    default Tensor asStrided(long[] sizes, long[] strides) {
        return asStrided(sizes, strides, ((Tensor) this).storageOffset());
    }

    /** Pieces of at most this size. */
    default List<Tensor> split(long size, int dim) {
        return Shapes.split((Tensor) this, size, dim);
    }

    /** Pieces of these sizes. */
    default List<Tensor> split(long[] sizes, int dim) {
        return List.of(Splitting.split((Tensor) this, sizes, dim, "SplitWithSizesBackward0"));
    }

    /** At most this many pieces of equal size. */
    default List<Tensor> chunk(int chunks, int dim) {
        return Shapes.chunk((Tensor) this, chunks, dim);
    }

    /** All positions of a dimension. */
    default List<Tensor> unbind(int dim) {
        return List.of(Splitting.unbind((Tensor) this, dim));
    }

    /** An alias with the same shape. */
    default Tensor viewAs(Tensor other) {
        return view(other.shape().toArray());
    }

    /** The same elements in the shape of another tensor. */
    default Tensor reshapeAs(Tensor other) {
        return reshape(other.shape().toArray());
    }

    /** This tensor where it is row-major, else a copy that is. */
    default Tensor contiguous() {
        return CopyOps.contiguous((Tensor) this);
    }

    /** This tensor where its elements lie in that order, else a copy that does. */
    default Tensor contiguous(MemoryFormat format) {
        return CopyOps.contiguous((Tensor) this, format);
    }

    /** True when the elements lie in that order without gaps. */
    default boolean isContiguous(MemoryFormat format) {
        return CopyOps.isContiguous((Tensor) this, format);
    }
}
