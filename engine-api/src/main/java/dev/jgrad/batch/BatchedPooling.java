package dev.jgrad.batch;

import dev.jgrad.batch.Examples.Part;
import dev.jgrad.data.DType;
import dev.jgrad.data.Layout;
import dev.jgrad.spi.Buffer;
import dev.jgrad.spi.PoolSpec;
import dev.jgrad.spi.PoolingKernels;
import dev.jgrad.spi.Stream;
import org.jspecify.annotations.Nullable;

/** The examples are folded into N. */
final class BatchedPooling implements PoolingKernels {
    private final Examples x;

    BatchedPooling(Examples x) {
        this.x = x;
    }

    private PoolingKernels below() {
        return x.below.pooling();
    }

    @Override
    public void maxForward(
            Stream stream,
            DType dtype,
            PoolSpec spec,
            Buffer out,
            Layout ol,
            @Nullable Buffer indices,
            Buffer in,
            Layout il) {
        Examples.Result result = x.new Result(dtype, out, ol, 0);
        Examples.Result at = indices == null ? null : x.new Result(DType.INT64, indices, ol, 0);
        Part source = x.folded(dtype, in, il, 0);
        below().maxForward(
                        stream,
                        dtype,
                        spec,
                        result.part.buffer(),
                        result.part.layout(),
                        at == null ? null : at.part.buffer(),
                        source.buffer(),
                        source.layout());
        result.finish();
        if (at != null) {
            at.finish();
        }
    }

    @Override
    public void maxBackward(
            Stream stream,
            DType dtype,
            Buffer gradInput,
            Layout gil,
            Buffer gradOutput,
            Layout gol,
            Buffer indices,
            Layout xl) {
        maxBackward(stream, dtype, null, gradInput, gil, gradOutput, gol, indices, xl);
    }

    @Override
    public void maxBackward(
            Stream stream,
            DType dtype,
            @Nullable PoolSpec spec,
            Buffer gradInput,
            Layout gil,
            Buffer gradOutput,
            Layout gol,
            Buffer indices,
            Layout xl) {
        Examples.Result result = x.new Result(dtype, gradInput, gil, 0);
        Part g = x.folded(dtype, gradOutput, gol, 0);
        Part at = x.folded(DType.INT64, indices, xl, 0);
        below().maxBackward(
                        stream,
                        dtype,
                        spec,
                        result.part.buffer(),
                        result.part.layout(),
                        g.buffer(),
                        g.layout(),
                        at.buffer(),
                        at.layout());
        result.finish();
    }

    @Override
    public void averageForward(Stream stream, DType dtype, PoolSpec spec, Buffer out, Layout ol, Buffer in, Layout il) {
        Examples.Result result = x.new Result(dtype, out, ol, 0);
        Part source = x.folded(dtype, in, il, 0);
        below().averageForward(
                        stream,
                        dtype,
                        spec,
                        result.part.buffer(),
                        result.part.layout(),
                        source.buffer(),
                        source.layout());
        result.finish();
    }

    @Override
    public void averageBackward(
            Stream stream, DType dtype, PoolSpec spec, Buffer gradInput, Layout gil, Buffer gradOutput, Layout gol) {
        Examples.Result result = x.new Result(dtype, gradInput, gil, 0);
        Part g = x.folded(dtype, gradOutput, gol, 0);
        below().averageBackward(
                        stream, dtype, spec, result.part.buffer(), result.part.layout(), g.buffer(), g.layout());
        result.finish();
    }

    @Override
    public void adaptiveAverageForward(Stream stream, DType dtype, Buffer out, Layout ol, Buffer in, Layout il) {
        Examples.Result result = x.new Result(dtype, out, ol, 0);
        Part source = x.folded(dtype, in, il, 0);
        below().adaptiveAverageForward(
                        stream, dtype, result.part.buffer(), result.part.layout(), source.buffer(), source.layout());
        result.finish();
    }

    @Override
    public void adaptiveAverageBackward(
            Stream stream, DType dtype, Buffer gradInput, Layout gil, Buffer gradOutput, Layout gol) {
        Examples.Result result = x.new Result(dtype, gradInput, gil, 0);
        Part g = x.folded(dtype, gradOutput, gol, 0);
        below().adaptiveAverageBackward(
                        stream, dtype, result.part.buffer(), result.part.layout(), g.buffer(), g.layout());
        result.finish();
    }

    @Override
    public void adaptiveMaxForward(
            Stream stream, DType dtype, Buffer out, Layout ol, Buffer indices, Buffer in, Layout il) {
        Examples.Result result = x.new Result(dtype, out, ol, 0);
        Examples.Result at = x.new Result(DType.INT64, indices, ol, 0);
        Part source = x.folded(dtype, in, il, 0);
        below().adaptiveMaxForward(
                        stream,
                        dtype,
                        result.part.buffer(),
                        result.part.layout(),
                        at.part.buffer(),
                        source.buffer(),
                        source.layout());
        result.finish();
        at.finish();
    }
}
