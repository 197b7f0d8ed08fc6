package dev.jgrad.cpu.kernels;

import dev.jgrad.cpu.CpuBuffer;
import dev.jgrad.cpu.CpuMemory;
import dev.jgrad.cpu.blas.OpenBlas;
import dev.jgrad.cpu.onednn.OneDnn;
import dev.jgrad.data.DType;
import dev.jgrad.data.Layout;
import dev.jgrad.spi.BinaryKind;
import dev.jgrad.spi.Buffer;
import dev.jgrad.spi.LinalgKernels;
import dev.jgrad.spi.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Matrix products: float32 and the 16-bit dtypes by oneDNN, float64 by OpenBLAS, everything else, everything small and
 * everything where no library is loaded in Java.
 */
public final class LinalgCpu implements LinalgKernels {
    /** Below this many multiplications a native call takes longer than the product in Java (0.7 microseconds). */
    private static final double NATIVE_WORK = 1 << 11;

    private final ElementwiseCpu elementwise = new ElementwiseCpu();

    /** Kernels without state. */
    public LinalgCpu() {}

    @Override
    public void gemm(
            Stream stream,
            DType dtype,
            Buffer out,
            Layout outLayout,
            Buffer a,
            Layout aLayout,
            Buffer b,
            Layout bLayout,
            @Nullable Buffer bias,
            @Nullable Layout biasLayout,
            double alpha,
            double beta) {
        Gemm g = new Gemm(
                dtype,
                Extents.check(dtype, out, outLayout),
                outLayout,
                Extents.check(dtype, a, aLayout),
                aLayout,
                Extents.check(dtype, b, bLayout),
                bLayout,
                bias == null || biasLayout == null ? null : Extents.check(dtype, bias, biasLayout),
                biasLayout,
                alpha,
                beta);
        if (outLayout.numel() == 0) {
            return;
        }
        if (RowMajorProduct.run(g)) {
            return;
        }
        if (g.work() < NATIVE_WORK || !dtype.isFloatingPoint() || !natively(stream, g)) {
            inJava(stream, g);
        }
    }

    private boolean natively(Stream stream, Gemm g) {
        boolean doubles = g.dtype() == DType.FLOAT64;
        if (!(doubles ? OpenBlas.isAvailable() : OneDnn.isAvailable())) {
            return false;
        }
        Layout biasLayout = g.biasLayout();
        boolean columns = g.outIsColumnMajor();
        if (g.bias() != null && biasLayout != null && (doubles || columns || g.alpha() != 1 || !g.biasIsVector())) {
            if (!natively(stream, g.withoutBias())) {
                return false;
            }
            elementwise.binary(
                    stream,
                    BinaryKind.ADD,
                    g.dtype(),
                    g.out(),
                    g.outLayout(),
                    g.out(),
                    g.outLayout(),
                    g.bias(),
                    biasLayout,
                    0,
                    0);
            return true;
        }
        if (columns) {
            return natively(stream, g.transposed());
        }
        if (doubles ? GemmNative.openBlas(g) : GemmNative.oneDnn(g)) {
            return true;
        }
        return g.dtype().isReducedFloatingPoint() ? inFloat32(stream, g) : onCopies(stream, g);
    }

    /** Copies operands with strides that the libraries cannot read; false when that was tried already. */
    private boolean onCopies(Stream stream, Gemm g) {
        boolean aReady = isDense(g.aLayout());
        boolean bReady = isDense(g.bLayout());
        boolean outReady = g.outLayout().isContiguous();
        if (aReady && bReady && outReady) {
            return false;
        }
        CpuBuffer a = aReady ? g.a() : copy(stream, g.dtype(), g.dtype(), g.a(), g.aLayout());
        CpuBuffer b = bReady ? g.b() : copy(stream, g.dtype(), g.dtype(), g.b(), g.bLayout());
        CpuBuffer out = outReady ? g.out() : copy(stream, g.dtype(), g.dtype(), g.out(), g.outLayout());
        Layout outLayout =
                outReady ? g.outLayout() : Layout.contiguous(g.outLayout().sizes());
        boolean done = natively(
                stream,
                g.withOperands(
                                a,
                                aReady
                                        ? g.aLayout()
                                        : Layout.contiguous(g.aLayout().sizes()),
                                b,
                                bReady
                                        ? g.bLayout()
                                        : Layout.contiguous(g.bLayout().sizes()))
                        .withOut(out, outLayout));
        if (!outReady) {
            if (done) {
                elementwise.copy(stream, g.dtype(), g.out(), g.outLayout(), g.dtype(), out, outLayout);
            }
            out.release();
        }
        if (!aReady) {
            a.release();
        }
        if (!bReady) {
            b.release();
        }
        return done;
    }

    /** Computes a product of a 16-bit dtype that the processor has no fast instructions for in float32. */
    private boolean inFloat32(Stream stream, Gemm g) {
        DType wide = DType.FLOAT32;
        CpuBuffer a = copy(stream, wide, g.dtype(), g.a(), g.aLayout());
        CpuBuffer b = copy(stream, wide, g.dtype(), g.b(), g.bLayout());
        CpuBuffer out = copy(stream, wide, g.dtype(), g.out(), g.outLayout());
        CpuBuffer biasBuffer = g.bias();
        Layout biasLayout = g.biasLayout();
        CpuBuffer bias = null;
        Layout biasVector = null;
        if (biasBuffer != null && biasLayout != null) {
            int last = biasLayout.rank() - 1;
            Layout vector = Layout.strided(
                    new long[] {biasLayout.size(last)}, new long[] {biasLayout.stride(last)}, biasLayout.offset());
            bias = copy(stream, wide, g.dtype(), biasBuffer, vector);
            biasVector = Layout.contiguous(biasLayout.size(last)).expand(biasLayout.sizes());
        }
        Layout outLayout = Layout.contiguous(g.outLayout().sizes());
        boolean done = natively(
                stream,
                new Gemm(
                        wide,
                        out,
                        outLayout,
                        a,
                        Layout.contiguous(g.aLayout().sizes()),
                        b,
                        Layout.contiguous(g.bLayout().sizes()),
                        bias,
                        biasVector,
                        g.alpha(),
                        g.beta()));
        if (done) {
            elementwise.copy(stream, g.dtype(), g.out(), g.outLayout(), wide, out, outLayout);
        }
        a.release();
        b.release();
        out.release();
        return done;
    }

    private CpuBuffer copy(Stream stream, DType to, DType from, CpuBuffer in, Layout layout) {
        CpuBuffer dense = CpuMemory.INSTANCE.allocateNative(to, layout.numel());
        elementwise.copy(stream, to, dense, Layout.contiguous(layout.sizes()), from, in, layout);
        return dense;
    }

    private static boolean isDense(Layout layout) {
        return layout.isContiguous()
                || layout.transpose(layout.rank() - 2, layout.rank() - 1).isContiguous();
    }

    private static void inJava(Stream stream, Gemm g) {
        GemmJava.gemm(
                stream,
                g.dtype(),
                g.out(),
                g.outLayout(),
                g.a(),
                g.aLayout(),
                g.b(),
                g.bLayout(),
                g.bias(),
                g.biasLayout(),
                g.alpha(),
                g.beta());
    }
}
