package dev.jgrad.batch;

import dev.jgrad.batch.Examples.Part;
import dev.jgrad.data.DType;
import dev.jgrad.data.Layout;
import dev.jgrad.spi.Buffer;
import dev.jgrad.spi.ConvSpec;
import dev.jgrad.spi.ConvolutionKernels;
import dev.jgrad.spi.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where the weight is the same for all examples they are folded into N. Where it is not, each example is a group of channels:
 * with N = 1, as for gradients per sample, that needs no copy. The gradient of a weight is of the second kind always.
 */
final class BatchedConvolutions implements ConvolutionKernels {
    private final Examples x;

    BatchedConvolutions(Examples x) {
        this.x = x;
    }

    private ConvolutionKernels below() {
        return x.below.convolutions();
    }

    @Override
    public @Nullable Layout preferredOutput(
            DType dtype, Layout input, Layout weight, ConvSpec spec, long[] outputSizes) {
        return null;
    }

    private ConvSpec grouped(ConvSpec spec) {
        return new ConvSpec(spec.stride(), spec.padding(), spec.dilation(), spec.groups() * x.level.size());
    }

    @Override
    public void forward(
            Stream stream,
            DType dtype,
            ConvSpec spec,
            Buffer out,
            Layout ol,
            Buffer input,
            Layout il,
            Buffer weight,
            Layout wl,
            @Nullable Buffer bias) {
        boolean same = !x.differ(weight) && (bias == null || !x.differ(bias));
        int dim = same ? 0 : 1;
        Examples.Result result = x.new Result(dtype, out, ol, dim);
        Part in = x.folded(dtype, input, il, dim);
        Part w = same ? new Part(x.buffer(weight), wl) : x.folded(dtype, weight, wl, 0);
        Buffer b = bias == null ? null : same ? x.buffer(bias) : x.vectors(dtype, bias, wl.size(0));
        below().forward(
                        stream,
                        dtype,
                        same ? spec : grouped(spec),
                        result.part.buffer(),
                        result.part.layout(),
                        in.buffer(),
                        in.layout(),
                        w.buffer(),
                        w.layout(),
                        b);
        result.finish();
    }

    @Override
    public void inputGradient(
            Stream stream,
            DType dtype,
            ConvSpec spec,
            Buffer gradInput,
            Layout gil,
            Buffer gradOutput,
            Layout gol,
            Buffer weight,
            Layout wl) {
        boolean same = !x.differ(weight);
        int dim = same ? 0 : 1;
        Examples.Result result = x.new Result(dtype, gradInput, gil, dim);
        Part g = x.folded(dtype, gradOutput, gol, dim);
        Part w = same ? new Part(x.buffer(weight), wl) : x.folded(dtype, weight, wl, 0);
        below().inputGradient(
                        stream,
                        dtype,
                        same ? spec : grouped(spec),
                        result.part.buffer(),
                        result.part.layout(),
                        g.buffer(),
                        g.layout(),
                        w.buffer(),
                        w.layout());
        result.finish();
    }

    @Override
    public void weightGradient(
            Stream stream,
            DType dtype,
            ConvSpec spec,
            Buffer gradWeight,
            Layout gwl,
            Buffer gradOutput,
            Layout gol,
            Buffer input,
            Layout il) {
        Examples.Result result = x.new Result(dtype, gradWeight, gwl, 0);
        Part g = x.folded(dtype, gradOutput, gol, 1);
        Part in = x.folded(dtype, input, il, 1);
        below().weightGradient(
                        stream,
                        dtype,
                        grouped(spec),
                        result.part.buffer(),
                        result.part.layout(),
                        g.buffer(),
                        g.layout(),
                        in.buffer(),
                        in.layout());
        result.finish();
    }
}
