package dev.jgrad.nn.layer;

import dev.jgrad.data.ArgumentException;
import dev.jgrad.data.ShapeException;
import dev.jgrad.nn.Module;
import dev.jgrad.nn.Repr;
import dev.jgrad.nn.init.FanMode;
import dev.jgrad.nn.init.Fans;
import dev.jgrad.nn.init.Init;
import dev.jgrad.nn.init.Nonlinearity;
import dev.jgrad.tensor.Functional;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.Tensors;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What the convolutions and transposed convolutions of all dimensions share: parameters, their filling, printing. */
abstract class ConvNd extends Module {
    private long inChannels;
    private final long outChannels;
    private final boolean transposed;
    private final int dims;
    final long[] kernelSize;
    final long[] stride;
    final long[] padding;
    final long[] dilation;
    final long[] outputPadding;
    final ConvOptions options;
    private Tensor weight;
    private @Nullable Tensor bias;

    ConvNd(int dims, boolean transposed, long inChannels, long outChannels, Extent kernelSize, ConvOptions options) {
        this.dims = dims;
        this.transposed = transposed;
        this.inChannels = inChannels;
        this.outChannels = outChannels;
        this.options = options;
        this.kernelSize = kernelSize.expand(dims);
        stride = options.stride().expand(dims);
        padding = options.padding().expand(dims);
        dilation = options.dilation().expand(dims);
        outputPadding = options.outputPadding().expand(dims);
        check();
        weight = registerParameter("weight", Tensors.empty(weightSizes()));
        if (options.bias()) {
            bias = registerParameter("bias", Tensors.empty(outChannels));
        } else {
            registerNoParameter("bias");
        }
        resetParameters();
    }

    private long[] weightSizes() {
        long[] sizes = new long[dims + 2];
        sizes[0] = transposed ? inChannels : outChannels;
        sizes[1] = (transposed ? outChannels : inChannels) / options.groups();
        System.arraycopy(kernelSize, 0, sizes, 2, dims);
        return sizes;
    }

    @Override
    public Tensor forward(Tensor input) {
        if (isUnknown()) {
            initialize(input);
        }
        return convolve(input);
    }

    abstract Tensor convolve(Tensor input);

    /** True for a lazy layer that has not seen an input. */
    private boolean isUnknown() {
        return inChannels == 0 && this instanceof Lazily;
    }

    private void initialize(Tensor input) {
        if (input.dim() != dims + 1 && input.dim() != dims + 2) {
            throw new ShapeException("Expected " + (dims + 1) + "D (unbatched) or " + (dims + 2)
                    + "D (batched) input to " + typeName() + ", but got input of size: " + input.shape());
        }
        initialize(input.size(-dims - 1));
    }

    private void initialize(long channels) {
        inChannels = channels;
        try {
            check();
        } catch (ArgumentException e) {
            inChannels = 0;
            throw e;
        }
        Lazily.resize(weight, weightSizes());
        resetParameters();
    }

    @Override
    protected boolean adoptShape(String name, Tensor given) {
        if (!isUnknown() || !name.equals("weight") || given.dim() != dims + 2) {
            return false;
        }
        initialize(transposed ? given.size(0) : given.size(1) * options.groups());
        return given.shape().equals(weight.shape());
    }

    @Override
    protected String typeName() {
        return this instanceof Lazily lazy ? Lazily.typeName(lazy, inChannels != 0) : super.typeName();
    }

    private void check() {
        long groups = options.groups();
        if (groups <= 0) {
            throw new ArgumentException("groups must be a positive integer");
        }
        if (inChannels % groups != 0) {
            throw new ArgumentException("in_channels must be divisible by groups");
        }
        if (outChannels % groups != 0) {
            throw new ArgumentException("out_channels must be divisible by groups");
        }
        String name = options.paddingName();
        if (name != null && !name.equals("same") && !name.equals("valid")) {
            throw new ArgumentException("Invalid padding string '" + name + "', should be one of 'valid', 'same'");
        }
        if ("same".equals(name) && Arrays.stream(stride).anyMatch(s -> s != 1)) {
            throw new ArgumentException("padding='same' is not supported for strided convolutions");
        }
        if (transposed && options.paddingMode() != PaddingMode.ZEROS) {
            throw new ArgumentException("Only \"zeros\" padding mode is supported for " + typeName());
        }
    }

    /** A new layer of these settings that has a bias. */
    abstract ConvNd withBias();

    /** The sizes of the kernel. */
    public final Extent kernelSize() {
        return Extent.of(kernelSize);
    }

    /** The steps of the kernel. */
    public final Extent stride() {
        return Extent.of(stride);
    }

    /** The zeros on both sides. */
    public final Extent padding() {
        return Extent.of(padding);
    }

    /** Fills the parameters anew as PyTorch does: uniform within 1 / sqrt(inputs of an output). */
    public final void resetParameters() {
        Init.kaimingUniform_(weight, Math.sqrt(5), FanMode.FAN_IN, Nonlinearity.LEAKY_RELU);
        if (bias != null) {
            long fanIn = Fans.of(weight).in();
            if (fanIn > 0) {
                double bound = 1 / Math.sqrt(fanIn);
                Init.uniform_(bias, -bound, bound);
            }
        }
    }

    /** The kernels. */
    public final Tensor weight() {
        return weight;
    }

    /** The number added to each output channel, or null. */
    public final @Nullable Tensor bias() {
        return bias;
    }

    /** Channels of the input. */
    public final long inChannels() {
        return inChannels;
    }

    /** Channels of the result. */
    public final long outChannels() {
        return outChannels;
    }

    /** The input as the kernels see it where something else than zeros lies beyond its border. */
    final Tensor padded(Tensor input) {
        long[] both = new long[2 * dims];
        for (int dim = 0; dim < dims; dim++) {
            long total =
                    "same".equals(options.paddingName()) ? dilation[dim] * (kernelSize[dim] - 1) : 2 * padding[dim];
            // Pad lists the last dimension first.
            both[2 * (dims - 1 - dim)] = total / 2;
            both[2 * (dims - 1 - dim) + 1] = total - total / 2;
        }
        return Functional.pad(input, both, options.paddingMode().label());
    }

    final boolean padsItself() {
        return options.paddingMode() != PaddingMode.ZEROS && !"valid".equals(options.paddingName());
    }

    @Override
    protected String extraRepr() {
        StringBuilder text = new StringBuilder();
        text.append(inChannels).append(", ").append(outChannels);
        text.append(", kernel_size=").append(Repr.tuple(kernelSize));
        text.append(", stride=").append(Repr.tuple(stride));
        if (options.paddingName() != null) {
            text.append(", padding=").append(options.paddingName());
        }
        appendUnless(text, "padding", padding, 0);
        appendUnless(text, "dilation", dilation, 1);
        appendUnless(text, "output_padding", outputPadding, 0);
        if (options.groups() != 1) {
            text.append(", groups=").append(options.groups());
        }
        if (bias == null) {
            text.append(", bias=False");
        }
        if (options.paddingMode() != PaddingMode.ZEROS) {
            text.append(", padding_mode=").append(options.paddingMode().label());
        }
        return text.toString();
    }

    private static void appendUnless(StringBuilder text, String name, long[] values, long usual) {
        if (Arrays.stream(values).anyMatch(value -> value != usual)) {
            text.append(", ").append(name).append('=').append(Repr.tuple(values));
        }
    }
}
