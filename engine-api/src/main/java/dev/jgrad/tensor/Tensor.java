package dev.jgrad.tensor;

import dev.jgrad.autograd.AccumulateGrad;
import dev.jgrad.autograd.Node;
import dev.jgrad.data.AutogradException;
import dev.jgrad.data.DType;
import dev.jgrad.data.DTypeException;
import dev.jgrad.data.Device;
import dev.jgrad.data.DeviceException;
import dev.jgrad.data.Dims;
import dev.jgrad.data.IndexException;
import dev.jgrad.data.Layout;
import dev.jgrad.data.Shape;
import dev.jgrad.data.ShapeException;
import dev.jgrad.op.AutogradMeta;
import dev.jgrad.op.CopyOps;
import dev.jgrad.op.TensorAccess;
import dev.jgrad.op.ViewInfo;
import dev.jgrad.op.ViewOps;
import dev.jgrad.op.ViewRegeneration;
import dev.jgrad.storage.Storage;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A multi-dimensional array of one dtype on one device, with PyTorch's semantics: views alias their base, operations on
 * tensors that require a gradient are recorded, {@link #backward()} fills {@link #grad()} of the leaves.
 *
 * <p>Most methods come from the interfaces this class implements, one per subject. Memory needs no care: what nobody
 * reaches any more is given back.
 */
public final class Tensor
        implements ElementwiseMethods,
                UnaryMethods,
                BinaryMethods,
                BitwiseMethods,
                ArithmeticMethods,
                AliasMethods,
                ActivationMethods,
                ComparisonMethods,
                ReductionMethods,
                ViewMethods,
                CopyMethods,
                ArrangementMethods,
                IndexingMethods,
                LinalgMethods,
                InPlaceMethods,
                UnaryWrites,
                ArithmeticWrites,
                BitwiseWrites,
                RandomWrites,
                ComparisonWrites,
                ConversionMethods,
                RearrangementMethods,
                ProductMethods,
                PlacingMethods,
                StatisticsMethods,
                SetMethods,
                RandomMethods,
                MatrixMethods,
                BackwardMethods,
                ValueMethods {
    private static final int REQUIRES_GRAD = 1;
    private static final int INFERENCE = 2;
    private static final int OUTPUT_SHIFT = 2;

    private Storage storage;
    private Layout layout;
    private DType dtype;

    /** The two flags, above them which output of {@link #gradFn} this is: small tensors are made by the million. */
    private int flags;

    private @Nullable Node gradFn;
    private @Nullable AutogradMeta meta;

    private static final VarHandle META;

    static {
        try {
            META = MethodHandles.lookup().findVarHandle(Tensor.class, "meta", AutogradMeta.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
        TensorAccess.install(new Access());
    }

    private Tensor(Storage storage, Layout layout, DType dtype) {
        this.storage = storage;
        this.layout = layout;
        this.dtype = dtype;
    }

    /** Makes sure that this class is initialised; for the inside of the engine. */
    public static void initialize() {}

    // ---- metadata --------------------------------------------------------------------------------------------

    /** The sizes of all dimensions. */
    public Shape shape() {
        return Shape.of(layout.sizes());
    }

    /** The sizes of all dimensions, under the name of PyTorch's method. */
    public Shape size() {
        return shape();
    }

    /** The size of one dimension; negative dimensions count from the end. */
    public long size(int dim) {
        return layout.size(wrapped(dim));
    }

    /** The number of dimensions. */
    public int dim() {
        return layout.rank();
    }

    /** The number of elements. */
    public long numel() {
        return layout.numel();
    }

    /** The element type. */
    public DType dtype() {
        return dtype;
    }

    /** Where the data lives. */
    public Device device() {
        return storage.backend().device();
    }

    /** The strides in elements. */
    public long[] stride() {
        return TensorAccess.plainLayout(this).strides().clone();
    }

    /** The stride of one dimension in elements. */
    public long stride(int dim) {
        return TensorAccess.plainLayout(this).stride(wrapped(dim));
    }

    /** A dimension counted from 0; one that is there, unlike the one that operations see in a single number. */
    private int wrapped(int dim) {
        int d = Dims.wrap(dim, layout.rank());
        if (layout.rank() == 0) {
            throw new IndexException("Dimension specified as " + dim + " but tensor has no dimensions");
        }
        return d;
    }

    /** The position of the first element in the storage. */
    public long storageOffset() {
        return TensorAccess.plainLayout(this).offset();
    }

    /** True when the elements lie in row-major order without gaps. */
    public boolean isContiguous() {
        return TensorAccess.plainLayout(this).isContiguous();
    }

    /** True when both tensors share their memory. */
    public boolean sharesStorageWith(Tensor other) {
        return storage.buffer() == other.storage.buffer();
    }

    /** How often the data was changed in place: {@code Tensor._version}. */
    public int version() {
        return storage.version();
    }

    /** True for float32, float64, float16 and bfloat16. */
    public boolean isFloatingPoint() {
        return dtype.isFloatingPoint();
    }

    // ---- autograd --------------------------------------------------------------------------------------------

    /** True when gradients are to be computed for this tensor. */
    public boolean requiresGrad() {
        if ((flags & REQUIRES_GRAD) != 0) {
            return true;
        }
        return meta != null && meta.view != null && gradFn() != null;
    }

    /** Makes this leaf require a gradient. */
    public Tensor requiresGrad_() {
        return requiresGrad_(true);
    }

    /**
     * Changes whether this leaf requires a gradient.
     *
     * @throws AutogradException when this is no leaf or of no floating dtype
     */
    public Tensor requiresGrad_(boolean required) {
        if (!isLeaf()) {
            if (required) {
                return this;
            }
            throw new AutogradException(
                    "you can only change requires_grad flags of leaf variables. If you want to use a"
                            + " computed variable in a subgraph that doesn't require differentiation use var_no_grad ="
                            + " var.detach().");
        }
        if (required && !dtype.isFloatingPoint()) {
            throw new AutogradException("only Tensors of floating point dtype can require gradients");
        }
        if (required && isInference()) {
            throw new AutogradException(
                    "Setting requires_grad=True on inference tensor outside InferenceMode is not" + " allowed.");
        }
        flags = required ? flags | REQUIRES_GRAD : flags & ~REQUIRES_GRAD;
        return this;
    }

    /** True for a tensor that was not computed by a recorded operation. */
    public boolean isLeaf() {
        return gradFn() == null;
    }

    /** The node that computed this tensor, or null for a leaf. */
    public @Nullable Node gradFn() {
        if (meta != null && meta.view != null) {
            regenerateView(meta.view);
        }
        return gradFn;
    }

    private int outputNumber() {
        return flags >>> OUTPUT_SHIFT;
    }

    private void regenerateView(ViewInfo view) {
        if (view.version != storage.version() && view.origin != ViewInfo.Origin.NO_GRAD) {
            ViewRegeneration.regenerate(this, view);
        }
    }

    /** The accumulated gradient, or null. */
    public @Nullable Tensor grad() {
        AutogradMeta m = meta;
        if (m == null) {
            return null;
        }
        synchronized (m) {
            m.gradUnseen = false;
            return m.grad;
        }
    }

    /** The gradient for the length of an optimizer's step, after which nobody knows it any more. */
    @Nullable
    Tensor gradUnseen() {
        return meta == null ? null : meta.grad;
    }

    /**
     * Replaces the gradient.
     *
     * @throws ShapeException when it has another shape
     * @throws DTypeException when it has another dtype
     * @throws DeviceException when it is on another device
     */
    public void setGrad(@Nullable Tensor grad) {
        if (grad == null) {
            if (meta != null) {
                replaceGrad(meta, null);
            }
            return;
        }
        if (!grad.shape().equals(shape())) {
            throw new ShapeException("attempting to assign a gradient of size '"
                    + Arrays.toString(grad.layout.sizes()) + "' to a tensor of size '" + Arrays.toString(layout.sizes())
                    + "'. Please ensure that the gradient and the tensor are the same size");
        }
        if (grad.dtype != dtype) {
            throw new DTypeException("attempting to assign a gradient with dtype '" + grad.dtype.cppName()
                    + "' to a tensor with grad_dtype '" + dtype.scalarTypeName()
                    + "'. The gradient must match the tensor's dtype");
        }
        if (!grad.device().equals(device())) {
            throw new DeviceException("attempting to assign a gradient located on device with device type "
                    + grad.device() + " to a tensor located on device with device type " + device());
        }
        Scope.exempt(grad);
        replaceGrad(metaForWrite(), grad);
    }

    /** Puts a gradient in place of another one, whose memory ends here if nobody can know it. */
    private static void replaceGrad(AutogradMeta m, @Nullable Tensor grad) {
        synchronized (m) {
            Tensor old = m.grad;
            if (old != null && m.gradUnseen) {
                old.storage.close();
            }
            m.gradUnseen = false;
            m.grad = grad;
        }
    }

    /** A tensor over the same memory outside of the graph. */
    public Tensor detach() {
        return ViewOps.detach(this);
    }

    /** Takes this tensor out of the graph. */
    public Tensor detach_() {
        if (meta != null && meta.view != null) {
            throw new AutogradException("Can't detach views in-place. Use detach() instead.");
        }
        gradFn = null;
        flags &= INFERENCE;
        return this;
    }

    /** A tensor over the same memory whose writes autograd does not notice: {@code Tensor.data}. */
    public Tensor data() {
        Layout plain = TensorAccess.plainLayout(this);
        return new Tensor(storage.withFreshVersion(), plain, dtype);
    }

    /**
     * Lets this tensor use the memory of another one, with its shape, dtype and device: {@code tensor.data = other}. This is
     * how a module moves or converts its parameters while optimizers keep hold of them.
     *
     * @throws DTypeException when this requires a gradient and the other dtype cannot have one
     */
    public void setData(Tensor other) {
        if (requiresGrad() && !other.dtype.isFloatingPoint()) {
            throw new DTypeException(
                    "data set to a tensor that requires gradients must be floating point or complex" + " dtype");
        }
        layout = TensorAccess.plainLayout(other);
        storage = other.storage;
        storage.escape();
        dtype = other.dtype;
        if (meta != null) {
            meta.accumulator = null;
        }
    }

    /** A copy with memory of its own, recorded. */
    @Override
    public Tensor clone() {
        return CopyOps.clone(this);
    }

    /** True for a tensor made in inference mode. */
    public boolean isInference() {
        return (flags & INFERENCE) != 0;
    }

    private AutogradMeta metaForWrite() {
        // A fresh one holds defaults only, so whoever sees it early sees nothing wrong.
        AutogradMeta seen = meta;
        return seen != null ? seen : firstMeta();
    }

    private AutogradMeta firstMeta() {
        return metaIfAbsent(new AutogradMeta());
    }

    private AutogradMeta metaIfAbsent(AutogradMeta fresh) {
        AutogradMeta found = (AutogradMeta) META.compareAndExchange(this, null, fresh);
        return found == null ? fresh : found;
    }

    // ---- printing --------------------------------------------------------------------------------------------

    /** The text PyTorch prints. */
    @Override
    public String toString() {
        return TensorPrinter.print(this);
    }

    // ---- the way in for the engine ---------------------------------------------------------------------------

    private static final class Access extends TensorAccess {
        @Override
        protected Tensor newTensor(Storage storage, Layout layout, DType dtype) {
            return new Tensor(storage, layout, dtype);
        }

        @Override
        protected Storage storageOf(Tensor t) {
            return t.storage;
        }

        @Override
        protected Layout layoutOf(Tensor t) {
            return t.layout;
        }

        @Override
        protected void setNode(Tensor t, Node node, int outputNumber) {
            t.gradFn = node;
            t.flags = outputNumber << OUTPUT_SHIFT | t.flags & INFERENCE | REQUIRES_GRAD;
        }

        @Override
        protected AutogradMeta metaOf(Tensor t) {
            return t.metaForWrite();
        }

        @Override
        protected AutogradMeta metaIfAbsent(Tensor t, AutogradMeta fresh, boolean alone) {
            if (alone) {
                t.meta = fresh;
                return fresh;
            }
            return t.metaIfAbsent(fresh);
        }

        @Override
        protected @Nullable AutogradMeta metaOrNullOf(Tensor t) {
            return (AutogradMeta) META.getAcquire(t);
        }

        @Override
        protected @Nullable Node gradientNodeOf(Tensor t) {
            Node node = t.gradFn();
            return node != null ? node : t.requiresGrad() ? AccumulateGrad.of(t) : null;
        }

        @Override
        protected int outputNumberOf(Tensor t) {
            return t.outputNumber();
        }

        @Override
        protected void setInference(Tensor t) {
            t.flags |= INFERENCE;
        }

        @Override
        protected void setRequires(Tensor t, boolean value) {
            t.flags = value ? t.flags | REQUIRES_GRAD : t.flags & ~REQUIRES_GRAD;
        }

        @Override
        protected void setStorage(Tensor t, Storage storage, Layout layout) {
            t.storage = storage;
            t.layout = layout;
        }
    }
}
