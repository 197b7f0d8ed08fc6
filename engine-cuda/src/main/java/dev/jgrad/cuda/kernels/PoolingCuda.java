package dev.jgrad.cuda.kernels;

import dev.jgrad.cuda.CudaBackend;
import dev.jgrad.cuda.CudaStream;
import dev.jgrad.cuda.compile.KernelArguments;
import dev.jgrad.cuda.compile.KernelFunction;
import dev.jgrad.data.DType;
import dev.jgrad.data.Layout;
import dev.jgrad.spi.Buffer;
import dev.jgrad.spi.PoolSpec;
import dev.jgrad.spi.PoolingKernels;
import dev.jgrad.spi.Stream;
import java.lang.ref.Reference;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Pooling with gradients: {@code pool.cu}. Any strides; elements go in the order in which the result lies in memory. */
public final class PoolingCuda implements PoolingKernels {
    private static final int TYPES = DType.values().length;
    private static final int BLOCK = 256;
    /** Taps that a byte can tell apart. */
    private static final long TAPS = 256;

    private enum Form {
        MAX_FIXED,
        MAX_ADAPTIVE,
        AVERAGE_FIXED,
        AVERAGE_ADAPTIVE,
        AVERAGE_GRADIENT_FIXED,
        AVERAGE_GRADIENT_ADAPTIVE,
        MAX_GRADIENT_FIXED,
        MAX_GRADIENT_ADAPTIVE
    }

    private final CudaBackend backend;
    private final KindTable table;
    private final UnitTable putBack;

    /** Kernels for a device. */
    public PoolingCuda(CudaBackend backend) {
        this.backend = backend;
        table = new KindTable(backend.kernels(), "pool.cu", Form.values().length, TYPES, "_pool");
        putBack = new UnitTable(
                backend.kernels(), "pool.cu", dtype -> List.of("IN=" + Operands.type(dtype), "KINDS="), "put_back");
    }

    private record Of(DType dtype) implements KindTable.Variant {
        @Override
        public String[] defines() {
            return new String[] {"IN=" + Operands.type(dtype)};
        }

        @Override
        public List<String> names() {
            return Arrays.stream(Form.values()).map(Enum::name).toList();
        }
    }

    @Override
    public void maxForward(
            Stream stream,
            DType dtype,
            PoolSpec spec,
            Buffer out,
            Layout outLayout,
            @Nullable Buffer indices,
            Buffer in,
            Layout inLayout) {
        run(stream, Form.MAX_FIXED, dtype, spec, out, outLayout, in, inLayout, indices, outLayout);
    }

    @Override
    public boolean maxForwardWithTaps(
            Stream stream,
            DType dtype,
            PoolSpec spec,
            Buffer out,
            Layout outLayout,
            Buffer taps,
            Buffer in,
            Layout inLayout) {
        long window = 1;
        for (long k : spec.kernel()) {
            window *= k;
        }
        if (window > TAPS) {
            return false;
        }
        run(stream, Form.MAX_FIXED, dtype, spec, out, outLayout, in, inLayout, DType.UINT8, taps, outLayout);
        return true;
    }

    @Override
    public void maxBackwardByTaps(
            Stream stream,
            DType dtype,
            PoolSpec spec,
            Buffer gradInput,
            Layout gradInputLayout,
            Buffer gradOutput,
            Layout gradOutputLayout,
            Buffer taps,
            Layout tapsLayout) {
        run(
                stream,
                Form.MAX_GRADIENT_FIXED,
                dtype,
                spec,
                gradInput,
                gradInputLayout,
                gradOutput,
                gradOutputLayout,
                DType.UINT8,
                taps,
                tapsLayout);
    }

    @Override
    public void adaptiveMaxForward(
            Stream stream, DType dtype, Buffer out, Layout outLayout, Buffer indices, Buffer in, Layout inLayout) {
        run(stream, Form.MAX_ADAPTIVE, dtype, null, out, outLayout, in, inLayout, indices, outLayout);
    }

    @Override
    public void averageForward(
            Stream stream, DType dtype, PoolSpec spec, Buffer out, Layout outLayout, Buffer in, Layout inLayout) {
        run(stream, Form.AVERAGE_FIXED, dtype, spec, out, outLayout, in, inLayout, null, outLayout);
    }

    @Override
    public void adaptiveAverageForward(
            Stream stream, DType dtype, Buffer out, Layout outLayout, Buffer in, Layout inLayout) {
        run(stream, Form.AVERAGE_ADAPTIVE, dtype, null, out, outLayout, in, inLayout, null, outLayout);
    }

    @Override
    public void averageBackward(
            Stream stream,
            DType dtype,
            PoolSpec spec,
            Buffer gradInput,
            Layout gradInputLayout,
            Buffer gradOutput,
            Layout gradOutputLayout) {
        run(
                stream,
                Form.AVERAGE_GRADIENT_FIXED,
                dtype,
                spec,
                gradInput,
                gradInputLayout,
                gradOutput,
                gradOutputLayout,
                null,
                gradOutputLayout);
    }

    @Override
    public void adaptiveAverageBackward(
            Stream stream,
            DType dtype,
            Buffer gradInput,
            Layout gradInputLayout,
            Buffer gradOutput,
            Layout gradOutputLayout) {
        run(
                stream,
                Form.AVERAGE_GRADIENT_ADAPTIVE,
                dtype,
                null,
                gradInput,
                gradInputLayout,
                gradOutput,
                gradOutputLayout,
                null,
                gradOutputLayout);
    }

    @Override
    public void maxBackward(
            Stream stream,
            DType dtype,
            @Nullable PoolSpec spec,
            Buffer gradInput,
            Layout gradInputLayout,
            Buffer gradOutput,
            Layout gradOutputLayout,
            Buffer indices,
            Layout indicesLayout) {
        run(
                stream,
                spec == null ? Form.MAX_GRADIENT_ADAPTIVE : Form.MAX_GRADIENT_FIXED,
                dtype,
                spec,
                gradInput,
                gradInputLayout,
                gradOutput,
                gradOutputLayout,
                indices,
                indicesLayout);
    }

    /** With indices of any origin a place may get gradients from anywhere: one thread per plane puts them back. */
    @Override
    public void maxBackward(
            Stream stream,
            DType dtype,
            Buffer gradInput,
            Layout gradInputLayout,
            Buffer gradOutput,
            Layout gradOutputLayout,
            Buffer indices,
            Layout indicesLayout) {
        if (gradInputLayout.numel() == 0) {
            return;
        }
        backend.elementwise().fill(stream, dtype, gradInput, gradInputLayout, 0, 0);
        if (gradOutputLayout.numel() == 0) {
            return;
        }
        CudaStream s = (CudaStream) stream;
        Layout result = volume(gradInputLayout);
        Layout gradient = volume(gradOutputLayout);
        Layout places = volume(indicesLayout);
        WalkPlan walk = WalkPlan.of(planes(gradient), planes(result), planes(places));
        KernelFunction kernel = putBack.get(dtype, 0, walk.isWide());
        KernelArguments a = kernel.arguments()
                .beginStruct(8)
                .address(Operands.input(s, dtype, gradOutput, gradOutputLayout))
                .address(Operands.output(s, dtype, gradInput, gradInputLayout))
                .address(Operands.input(s, DType.INT64, indices, indicesLayout))
                .int64(walk.count)
                .int64(gradient.size(2) * gradient.size(3) * gradient.size(4));
        spatial(a, result.sizes());
        spatial(a, gradient.sizes());
        spatial(a, result.strides());
        spatial(a, gradient.strides());
        spatial(a, places.strides());
        walk.write(a, 3);
        kernel.launch(s, kernel.blocksFor(walk.count, BLOCK), BLOCK, 0, a.endStruct());
        Reference.reachabilityFence(gradInput);
        Reference.reachabilityFence(gradOutput);
        Reference.reachabilityFence(indices);
    }

    private static void spatial(KernelArguments a, long[] of) {
        a.int64(of[2]).int64(of[3]).int64(of[4]);
    }

    /** With three spatial dimensions; those that are missing have size 1. */
    private static Layout volume(Layout layout) {
        Layout v = layout;
        while (v.rank() < 5) {
            v = v.unsqueeze(2);
        }
        return v;
    }

    private static Layout planes(Layout volume) {
        return Layout.strided(
                new long[] {volume.size(0), volume.size(1)}, new long[] {volume.stride(0), volume.stride(1)}, 0);
    }

    /** Stays where it is along spatial dimensions of other sizes. */
    private static Layout bases(Layout volume, long[] sizes) {
        return Layout.strided(sizes, new long[] {volume.stride(0), volume.stride(1), 0, 0, 0}, 0);
    }

    private static Layout coordinate(int d, long[] sizes) {
        long[] strides = new long[5];
        strides[d] = 1;
        return Layout.strided(sizes, strides, 0);
    }

    /**
     * One launch.
     *
     * @param out what is made, element by element
     * @param in what windows are read from, or the gradients of windows
     * @param indices written forward, read backward
     */
    private void run(
            Stream stream,
            Form form,
            DType dtype,
            @Nullable PoolSpec spec,
            Buffer out,
            Layout outLayout,
            Buffer in,
            Layout inLayout,
            @Nullable Buffer indices,
            Layout indicesLayout) {
        run(stream, form, dtype, spec, out, outLayout, in, inLayout, DType.INT64, indices, indicesLayout);
    }

    /** Likewise, with notes that are flat positions (int64) or taps (uint8). */
    private void run(
            Stream stream,
            Form form,
            DType dtype,
            @Nullable PoolSpec spec,
            Buffer out,
            Layout outLayout,
            Buffer in,
            Layout inLayout,
            DType notesDType,
            @Nullable Buffer notes,
            Layout notesLayout) {
        if (outLayout.numel() == 0) {
            return;
        }
        CudaStream s = (CudaStream) stream;
        boolean backward = form.name().contains("GRADIENT");
        Layout result = volume(outLayout);
        Layout read = volume(inLayout);
        Layout places = volume(notesLayout);
        long[] sizes = result.sizes();
        WalkPlan walk = WalkPlan.of(
                result,
                bases(read, sizes),
                bases(places, sizes),
                coordinate(2, sizes),
                coordinate(3, sizes),
                coordinate(4, sizes));
        boolean wide = walk.isWide() || inLayout.extent() >= 1L << 31;
        KernelFunction kernel = table.get(dtype.ordinal(), form.ordinal(), form.name(), 0, wide, new Of(dtype));
        long at = notes == null
                ? 0
                : backward
                        ? Operands.input(s, notesDType, notes, notesLayout)
                        : Operands.output(s, notesDType, notes, notesLayout);
        boolean taps = notesDType == DType.UINT8;
        KernelArguments a = kernel.arguments()
                .beginStruct(8)
                .address(Operands.input(s, dtype, in, inLayout))
                .address(Operands.output(s, dtype, out, outLayout))
                .address(taps ? 0 : at)
                .address(taps ? at : 0)
                .int64(walk.count)
                .int64(spec != null && spec.countIncludePad() ? 1 : 0)
                .int64(spec == null ? 0 : spec.divisorOverride());
        spatial(a, read.strides());
        spatial(a, places.strides());
        Layout windowed = backward ? result : read;
        Layout windows = backward ? read : result;
        for (int d = 0; d < 3; d++) {
            int given = d - (5 - outLayout.rank());
            boolean has = spec != null && given >= 0;
            a.int64(windowed.size(d + 2)).int64(windows.size(d + 2));
            a.int64(has ? spec.kernel()[given] : 1).int64(has ? spec.stride()[given] : 1);
            a.int64(has ? spec.padding()[given] : 0).int64(has ? spec.dilation()[given] : 1);
        }
        walk.write(a, 6);
        kernel.launch(s, kernel.blocksFor(walk.count, BLOCK), BLOCK, 0, a.endStruct());
        Reference.reachabilityFence(out);
        Reference.reachabilityFence(in);
        Reference.reachabilityFence(notes);
    }
}
