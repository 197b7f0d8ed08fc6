package dev.jgrad.cpu.onednn;

import dev.jgrad.cpu.CpuBuffer;
import dev.jgrad.data.DType;
import dev.jgrad.data.Layout;
import dev.jgrad.spi.ConvSpec;
import java.lang.ref.Reference;

/**
 * Convolutions and their gradients. Activations may have any strides that do not overlap; channels-last ones
 * are computed with as they are. Addresses include the offsets of the layouts. Each method returns false, with nothing
 * written, when the library has no fast kernel.
 */
public final class OneDnnConvolution {
    private OneDnnConvolution() {}

    /**
     * {@code out = conv(input, weight) + bias}.
     *
     * @param bias address of one number per output channel, or 0
     */
    public static boolean forward(
            DType dtype,
            int threads,
            ConvSpec spec,
            long out,
            Layout outLayout,
            long input,
            Layout inputLayout,
            CpuBuffer weight,
            Layout weightLayout,
            long bias) {
        int type = OneDnn.dataType(dtype);
        ConvolutionShape shape = ConvolutionShape.of(inputLayout, weightLayout, outLayout, spec);
        if (!shape.isTame()) {
            return false;
        }
        Workspace workspace = Workspace.current();
        Activations activations = new Activations(workspace, threads, type);
        Primitive primitive = ConvolutionPrimitives.forward(
                workspace,
                threads,
                shape,
                activations.format(shape.src()),
                TensorFormat.any(type, shape.weights()),
                bias == 0 ? null : new TensorFormat(type, new long[] {outLayout.size(1)}, new long[] {1}),
                activations.format(shape.dst()));
        if (primitive == null) {
            return false;
        }
        WeightCopies.Copy weights = weights(workspace, threads, dtype, shape, weight, weightLayout, primitive);
        long target = activations.target(out, outLayout, 1);
        primitive
                .set(0, activations.in(input, inputLayout, shape.src(), 0))
                .set(1, weights.address())
                .set(2, target);
        if (bias != 0) {
            primitive.set(3, bias);
        }
        primitive.run(workspace);
        activations.out(target, out, outLayout, shape.dst());
        Reference.reachabilityFence(weights);
        return true;
    }

    /**
     * To be asked once per forward pass: whether copies of this weight in the library's layouts would serve only once,
     * because it changes all the time.
     */
    public static boolean isInTraining(CpuBuffer weight) {
        return WeightCopies.areInTraining(weight);
    }

    /** The gradient of the input. */
    public static boolean inputGradient(
            DType dtype,
            int threads,
            ConvSpec spec,
            long gradInput,
            Layout gradInputLayout,
            long gradOutput,
            Layout gradOutputLayout,
            CpuBuffer weight,
            Layout weightLayout) {
        int type = OneDnn.dataType(dtype);
        ConvolutionShape shape = ConvolutionShape.of(gradInputLayout, weightLayout, gradOutputLayout, spec);
        if (!shape.isTame()) {
            return false;
        }
        Workspace workspace = Workspace.current();
        Activations activations = new Activations(workspace, threads, type);
        Primitive primitive = ConvolutionPrimitives.inputGradient(
                workspace,
                threads,
                shape,
                activations.format(shape.src()),
                TensorFormat.any(type, shape.weights()),
                activations.format(shape.dst()));
        if (primitive == null) {
            return false;
        }
        WeightCopies.Copy weights = weights(workspace, threads, dtype, shape, weight, weightLayout, primitive);
        long target = activations.target(gradInput, gradInputLayout, 1);
        primitive
                .set(0, target)
                .set(1, weights.address())
                .set(2, activations.in(gradOutput, gradOutputLayout, shape.dst(), 0))
                .run(workspace);
        activations.out(target, gradInput, gradInputLayout, shape.src());
        Reference.reachabilityFence(weights);
        return true;
    }

    /** The gradient of the weight. */
    public static boolean weightGradient(
            DType dtype,
            int threads,
            ConvSpec spec,
            long gradWeight,
            Layout gradWeightLayout,
            long gradOutput,
            Layout gradOutputLayout,
            long input,
            Layout inputLayout) {
        int type = OneDnn.dataType(dtype);
        ConvolutionShape shape = ConvolutionShape.of(inputLayout, gradWeightLayout, gradOutputLayout, spec);
        // With three spatial dimensions and 16 bits, sums of oneDNN 3.11 were seen to be wrong (ConvolutionContract,
        // bfloat16
        // [3, 6, 1, 6, 4] with a window of 2x1x2, padded by 1, 0, 1 and dilated by 1, 2, 1).
        boolean deep = gradWeightLayout.rank() > 4;
        if (!shape.isTame() || dtype.byteSize() == 2 && (deep || !shape.usesEveryTap())) {
            return false;
        }
        Workspace workspace = Workspace.current();
        Activations activations = new Activations(workspace, threads, type);
        Primitive primitive = ConvolutionPrimitives.weightGradient(
                workspace,
                threads,
                shape,
                activations.format(shape.src()),
                TensorFormat.any(type, shape.weights()),
                activations.format(shape.dst()));
        if (primitive == null) {
            return false;
        }
        Format blocked = primitive.format(1);
        long result = workspace.area(2, blocked.byteSize());
        primitive
                .set(0, activations.in(input, inputLayout, shape.src(), 0))
                .set(1, result)
                .set(2, activations.in(gradOutput, gradOutputLayout, shape.dst(), 1))
                .run(workspace);
        TensorFormat plain = shape.plainWeights(type, gradWeightLayout);
        Reorder.run(workspace, threads, blocked, result, plain, gradWeight);
        return true;
    }

    private static WeightCopies.Copy weights(
            Workspace workspace,
            int threads,
            DType dtype,
            ConvolutionShape shape,
            CpuBuffer weight,
            Layout layout,
            Primitive primitive) {
        TensorFormat plain = shape.plainWeights(OneDnn.dataType(dtype), layout);
        long offset = layout.offset() * dtype.byteSize();
        Format wanted = primitive.format(1);
        return WeightCopies.of(workspace, threads, weight, dtype, plain, offset, wanted, wanted.byteSize());
    }
}
