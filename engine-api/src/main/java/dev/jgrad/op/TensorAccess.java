package dev.jgrad.op;

import dev.jgrad.autograd.AccumulateGrad;
import dev.jgrad.autograd.Node;
import dev.jgrad.data.DType;
import dev.jgrad.data.Layout;
import dev.jgrad.spi.Buffer;
import dev.jgrad.storage.Storage;
import dev.jgrad.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * The way from inside the engine to the parts of a {@link Tensor} that its users do not see. The tensor class installs
 * the one implementation when it is initialised.
 */
public abstract class TensorAccess {
    private static @Nullable TensorAccess installed;

    private static final class Holder {
        static final TensorAccess ACCESS = load();

        private static TensorAccess load() {
            if (installed == null) {
                Tensor.initialize();
            }
            return java.util.Objects.requireNonNull(installed);
        }
    }

    /** For the tensor class only. */
    protected TensorAccess() {}

    /** Installs the implementation. */
    public static void install(TensorAccess access) {
        installed = access;
    }

    /** A further tensor over a storage, under any layout. */
    public static Tensor create(Storage storage, Layout layout, DType dtype) {
        storage.noteView();
        return Holder.ACCESS.newTensor(storage, layout, dtype);
    }

    /** The first tensor over a storage, or another one that shows the same layout. */
    static Tensor createSame(Storage storage, Layout layout, DType dtype) {
        return Holder.ACCESS.newTensor(storage, layout, dtype);
    }

    /** The storage. */
    public static Storage storage(Tensor t) {
        return Holder.ACCESS.storageOf(t);
    }

    /** The layout shown to users, whatever the physical order; only sizes are safe to use. */
    public static Layout shown(Tensor t) {
        return Holder.ACCESS.layoutOf(t);
    }

    /** The layout of the elements in a buffer that was read from the tensor's storage. */
    public static Layout layoutIn(Tensor t, Buffer buffer) {
        Layout physical = buffer.physical();
        return physical == null ? Holder.ACCESS.layoutOf(t) : physical;
    }

    /** The layout after bringing the data to row-major order where it is not. */
    public static Layout plainLayout(Tensor t) {
        Storage s = Holder.ACCESS.storageOf(t);
        // A value that waits to be computed has its order already.
        if (s.peek().physical() != null) {
            s.rowMajor(t.dtype());
        }
        return Holder.ACCESS.layoutOf(t);
    }

    /** Records that an output was computed by a node. */
    public static void setGradFn(Tensor t, Node node, int outputNumber) {
        Holder.ACCESS.setNode(t, node, outputNumber);
    }

    /** The autograd extras of a tensor, made when missing. */
    public static AutogradMeta meta(Tensor t) {
        return Holder.ACCESS.metaOf(t);
    }

    /** The autograd extras of a tensor that is new, so that nobody else can make them at the same time. */
    static AutogradMeta firstMeta(Tensor t) {
        return Holder.ACCESS.metaIfAbsent(t, new AutogradMeta(), true);
    }

    /** Has a tensor require a gradient that is new, so that no other thread can make its accumulator at the same time. */
    public static void newLeaf(Tensor t) {
        Holder.ACCESS.setRequires(t, true);
        Holder.ACCESS.metaIfAbsent(t, new AutogradMeta(AccumulateGrad.first(t)), true);
    }

    /** The autograd extras of a tensor, which are these where it had none. */
    public static AutogradMeta metaIfAbsent(Tensor t, AutogradMeta fresh) {
        return Holder.ACCESS.metaIfAbsent(t, fresh, false);
    }

    /** The autograd extras of a tensor, or null. */
    public static @Nullable AutogradMeta metaOrNull(Tensor t) {
        return Holder.ACCESS.metaOrNullOf(t);
    }

    /** The node and output number that a gradient for this tensor goes to: its function, or the leaf's accumulator. */
    public static @Nullable Node gradientNode(Tensor t) {
        return Holder.ACCESS.gradientNodeOf(t);
    }

    /** Which output of its node a tensor is; 0 for leaves. */
    public static int outputNumber(Tensor t) {
        return Holder.ACCESS.outputNumberOf(t);
    }

    /** Marks a tensor as made in inference mode. */
    public static void markInference(Tensor t) {
        Holder.ACCESS.setInference(t);
    }

    /** Sets the flag of a leaf without checks. */
    public static void setRequiresGrad(Tensor t, boolean value) {
        Holder.ACCESS.setRequires(t, value);
    }

    /** Replaces storage and layout: {@code tensor.data = other}. */
    public static void setData(Tensor t, Storage storage, Layout layout) {
        Holder.ACCESS.setStorage(t, storage, layout);
    }

    /** See {@link #create}. */
    protected abstract Tensor newTensor(Storage storage, Layout layout, DType dtype);

    /** See {@link #storage}. */
    protected abstract Storage storageOf(Tensor t);

    /** See {@link #shown}. */
    protected abstract Layout layoutOf(Tensor t);

    /** See {@link #setGradFn}. */
    protected abstract void setNode(Tensor t, Node node, int outputNumber);

    /** See {@link #meta}. */
    protected abstract AutogradMeta metaOf(Tensor t);

    /** Sets the extras where there are none, alone or in competition with others; the ones it has then. */
    protected abstract AutogradMeta metaIfAbsent(Tensor t, AutogradMeta fresh, boolean alone);

    /** See {@link #metaOrNull}. */
    protected abstract @Nullable AutogradMeta metaOrNullOf(Tensor t);

    /** See {@link #gradientNode}. */
    protected abstract @Nullable Node gradientNodeOf(Tensor t);

    /** See {@link #outputNumber}. */
    protected abstract int outputNumberOf(Tensor t);

    /** See {@link #markInference}. */
    protected abstract void setInference(Tensor t);

    /** See {@link #setRequiresGrad}. */
    protected abstract void setRequires(Tensor t, boolean value);

    /** See {@link #setData}. */
    protected abstract void setStorage(Tensor t, Storage storage, Layout layout);
}
