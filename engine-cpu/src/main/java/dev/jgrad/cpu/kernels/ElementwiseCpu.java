package dev.jgrad.cpu.kernels;

import dev.jgrad.data.DType;
import dev.jgrad.data.JgradException;
import dev.jgrad.data.Layout;
import dev.jgrad.spi.BinaryKind;
import dev.jgrad.spi.Buffer;
import dev.jgrad.spi.ElementwiseKernels;
import dev.jgrad.spi.Stream;
import dev.jgrad.spi.TernaryKind;
import dev.jgrad.spi.UnaryKind;

/** Placeholder for the elementwise kernels of the CPU: everything throws. */
public final class ElementwiseCpu implements ElementwiseKernels {
    /** Kernels without state. */
    public ElementwiseCpu() {}

    @Override
    public void unary(
            Stream stream,
            UnaryKind kind,
            DType dtype,
            Buffer out,
            Layout outLayout,
            Buffer a,
            Layout aLayout,
            double p,
            double q,
            double r) {
        throw missing();
    }

    @Override
    public void binary(
            Stream stream,
            BinaryKind kind,
            DType dtype,
            Buffer out,
            Layout outLayout,
            Buffer a,
            Layout aLayout,
            Buffer b,
            Layout bLayout,
            double p,
            double q) {
        throw missing();
    }

    @Override
    public void binaryScalar(
            Stream stream,
            BinaryKind kind,
            DType dtype,
            Buffer out,
            Layout outLayout,
            Buffer a,
            Layout aLayout,
            double value,
            long integer,
            boolean numberFirst,
            double p) {
        throw missing();
    }

    @Override
    public void ternary(
            Stream stream,
            TernaryKind kind,
            DType dtype,
            Buffer out,
            Layout outLayout,
            Buffer a,
            Layout aLayout,
            Buffer b,
            Layout bLayout,
            Buffer c,
            Layout cLayout,
            double p) {
        throw missing();
    }

    @Override
    public void fill(
            Stream stream,
            DType dtype,
            Buffer out,
            Layout outLayout,
            double value,
            long integer) {
        throw missing();
    }

    @Override
    public void arange(
            Stream stream,
            DType dtype,
            Buffer out,
            Layout outLayout,
            double start,
            double step,
            long integerStart,
            long integerStep) {
        throw missing();
    }

    @Override
    public void copy(
            Stream stream,
            DType outDType,
            Buffer out,
            Layout outLayout,
            DType inDType,
            Buffer in,
            Layout inLayout) {
        throw missing();
    }

    private static JgradException missing() {
        return new JgradException("the CPU backend has no elementwise kernels yet");
    }
}
