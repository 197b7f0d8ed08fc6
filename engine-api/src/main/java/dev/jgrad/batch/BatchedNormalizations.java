package dev.jgrad.batch;

import dev.jgrad.batch.Examples.Part;
import dev.jgrad.data.DType;
import dev.jgrad.data.Layout;
import dev.jgrad.spi.BinaryKind;
import dev.jgrad.spi.Buffer;
import dev.jgrad.spi.NormalizationKernels;
import dev.jgrad.spi.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Batch norm sees each example's channels as channels of their own, layer norm its rows as rows. Gradients of both are
 * composed of operations under vmap, so their kernels are never asked for.
 */
final class BatchedNormalizations implements NormalizationKernels {
    private final Examples x;

    BatchedNormalizations(Examples x) {
        this.x = x;
    }

    private NormalizationKernels below() {
        return x.below.normalizations();
    }

    private @Nullable Buffer vectors(DType dtype, @Nullable Buffer b, long n) {
        return b == null ? null : x.vectors(dtype, b, n);
    }

    @Override
    public void batchNormTraining(
            Stream stream,
            DType dtype,
            Buffer out,
            Layout ol,
            Buffer saveMean,
            Buffer saveInvStd,
            Buffer in,
            Layout il,
            @Nullable Buffer weight,
            @Nullable Buffer bias,
            @Nullable Buffer runningMean,
            @Nullable Buffer runningVar,
            double momentum,
            double eps) {
        long c = il.size(1);
        Buffer mean = x.target(saveMean, dtype);
        Buffer invStd = x.target(saveInvStd, dtype);
        Examples.Result result = x.new Result(dtype, out, ol, 1);
        Part source = x.folded(dtype, in, il, 1);
        below().batchNormTraining(
                        stream,
                        dtype,
                        result.part.buffer(),
                        result.part.layout(),
                        mean,
                        invStd,
                        source.buffer(),
                        source.layout(),
                        vectors(dtype, weight, c),
                        vectors(dtype, bias, c),
                        running(dtype, runningMean),
                        running(dtype, runningVar),
                        momentum,
                        eps);
        result.finish();
    }

    private @Nullable Buffer running(DType dtype, @Nullable Buffer b) {
        if (b == null) {
            return null;
        }
        if (!(b instanceof BatchedBuffer bb) || bb.level() != x.level) {
            throw Refusals.runningStatistics();
        }
        return x.target(b, dtype);
    }

    @Override
    public void batchNormInference(
            Stream stream,
            DType dtype,
            Buffer out,
            Layout ol,
            Buffer in,
            Layout il,
            @Nullable Buffer weight,
            @Nullable Buffer bias,
            Buffer mean,
            Buffer variance,
            double eps) {
        long c = il.size(1);
        boolean same = !differ(weight) && !differ(bias) && !x.differ(mean) && !x.differ(variance);
        Examples.Result result = x.new Result(dtype, out, ol, same ? 0 : 1);
        Part source = x.folded(dtype, in, il, same ? 0 : 1);
        below().batchNormInference(
                        stream,
                        dtype,
                        result.part.buffer(),
                        result.part.layout(),
                        source.buffer(),
                        source.layout(),
                        same ? x.bufferOrNull(weight) : vectors(dtype, weight, c),
                        same ? x.bufferOrNull(bias) : vectors(dtype, bias, c),
                        same ? x.buffer(mean) : x.vectors(dtype, mean, c),
                        same ? x.buffer(variance) : x.vectors(dtype, variance, c),
                        eps);
        result.finish();
    }

    private boolean differ(@Nullable Buffer b) {
        return b != null && x.differ(b);
    }

    @Override
    public void batchNormBackward(
            Stream stream,
            DType dtype,
            @Nullable Buffer gradInput,
            @Nullable Layout gil,
            @Nullable Buffer gradWeight,
            @Nullable Buffer gradBias,
            Buffer gradOutput,
            Layout gol,
            Buffer in,
            Layout il,
            @Nullable Buffer weight,
            Buffer mean,
            Buffer invStd,
            boolean training) {
        throw Refusals.unsupported("the kernel of batch norm's gradient");
    }

    @Override
    public void layerNormForward(
            Stream stream,
            DType dtype,
            Buffer out,
            Layout ol,
            Buffer mean,
            Buffer invStd,
            Buffer in,
            Layout il,
            @Nullable Buffer weight,
            @Nullable Buffer bias,
            double eps) {
        Buffer m = x.target(mean, dtype);
        Buffer s = x.target(invStd, dtype);
        Examples.Result result = x.new Result(dtype, out, ol, 0);
        Part source = x.folded(dtype, in, il, 0);
        Part dense = source.layout().isContiguous() && source.layout().offset() == 0
                ? source
                : new Part(
                        x.dense(dtype, in, il),
                        Layout.contiguous(source.layout().sizes()));
        boolean same = !differ(weight) && !differ(bias);
        below().layerNormForward(
                        stream,
                        dtype,
                        result.part.buffer(),
                        result.part.layout(),
                        m,
                        s,
                        dense.buffer(),
                        dense.layout(),
                        same ? x.bufferOrNull(weight) : null,
                        same ? x.bufferOrNull(bias) : null,
                        eps);
        result.finish();
        if (!same) {
            affine(stream, dtype, out, ol, weight, BinaryKind.MUL);
            affine(stream, dtype, out, ol, bias, BinaryKind.ADD);
        }
    }

    /** Multiplies or adds a vector that differs between examples. */
    private void affine(Stream stream, DType dtype, Buffer out, Layout ol, @Nullable Buffer vector, BinaryKind kind) {
        if (vector != null) {
            Layout l = Layout.contiguous(ol.size(1)).expand(ol.sizes());
            x.below
                    .elementwise()
                    .binary(
                            stream,
                            kind,
                            dtype,
                            x.target(out, dtype),
                            x.all(out, ol),
                            x.buffer(out),
                            x.all(out, ol),
                            x.buffer(vector),
                            x.all(vector, l),
                            1,
                            0);
        }
    }

    @Override
    public void layerNormBackward(
            Stream stream,
            DType dtype,
            @Nullable Buffer gradInput,
            @Nullable Buffer gradWeight,
            @Nullable Buffer gradBias,
            Buffer gradOutput,
            Layout gol,
            Buffer in,
            Layout il,
            Buffer mean,
            Buffer invStd,
            @Nullable Buffer weight) {
        throw Refusals.unsupported("the kernel of layer norm's gradient");
    }

    @Override
    public void softmaxForward(
            Stream stream, boolean logarithm, DType dtype, Buffer out, Layout ol, Buffer in, Layout il, int dim) {
        Buffer target = x.target(out, dtype);
        below().softmaxForward(stream, logarithm, dtype, target, x.all(out, ol), x.buffer(in), x.all(in, il), dim + 1);
    }

    @Override
    public void softmaxBackward(
            Stream stream,
            boolean logarithm,
            DType dtype,
            Buffer gradInput,
            Layout gil,
            Buffer gradOutput,
            Layout gol,
            Buffer output,
            Layout ol,
            int dim) {
        Buffer target = x.target(gradInput, dtype);
        below().softmaxBackward(
                        stream,
                        logarithm,
                        dtype,
                        target,
                        x.all(gradInput, gil),
                        x.buffer(gradOutput),
                        x.all(gradOutput, gol),
                        x.buffer(output),
                        x.all(output, ol),
                        dim + 1);
    }
}
