package dev.jgrad.batch;

import dev.jgrad.data.DType;
import dev.jgrad.data.Layout;
import dev.jgrad.spi.BinaryKind;
import dev.jgrad.spi.Buffer;
import dev.jgrad.spi.ElementwiseKernels;
import dev.jgrad.spi.Stream;
import dev.jgrad.spi.TernaryKind;
import dev.jgrad.spi.UnaryKind;

/** One dimension more for every operand. */
final class BatchedElementwise implements ElementwiseKernels {
    private final Examples x;

    BatchedElementwise(Examples x) {
        this.x = x;
    }

    private ElementwiseKernels below() {
        return x.below.elementwise();
    }

    @Override
    public void unary(
            Stream stream,
            UnaryKind kind,
            DType dtype,
            Buffer out,
            Layout ol,
            Buffer a,
            Layout al,
            double p,
            double q,
            double r) {
        Buffer target = x.target(out, kind.isPredicate() ? DType.BOOL : dtype);
        below().unary(stream, kind, dtype, target, x.all(out, ol), x.buffer(a), x.all(a, al), p, q, r);
    }

    @Override
    public void binary(
            Stream stream,
            BinaryKind kind,
            DType dtype,
            Buffer out,
            Layout ol,
            Buffer a,
            Layout al,
            Buffer b,
            Layout bl,
            double p,
            double q) {
        Buffer target = x.target(out, kind.isComparison() ? DType.BOOL : dtype);
        below().binary(
                        stream,
                        kind,
                        dtype,
                        target,
                        x.all(out, ol),
                        x.buffer(a),
                        x.all(a, al),
                        x.buffer(b),
                        x.all(b, bl),
                        p,
                        q);
    }

    @Override
    public void binaryScalar(
            Stream stream,
            BinaryKind kind,
            DType dtype,
            Buffer out,
            Layout ol,
            Buffer a,
            Layout al,
            double value,
            long integer,
            boolean numberFirst,
            double p) {
        Buffer target = x.target(out, kind.isComparison() ? DType.BOOL : dtype);
        below().binaryScalar(
                        stream,
                        kind,
                        dtype,
                        target,
                        x.all(out, ol),
                        x.buffer(a),
                        x.all(a, al),
                        value,
                        integer,
                        numberFirst,
                        p);
    }

    @Override
    public void ternary(
            Stream stream,
            TernaryKind kind,
            DType dtype,
            Buffer out,
            Layout ol,
            Buffer a,
            Layout al,
            Buffer b,
            Layout bl,
            Buffer c,
            Layout cl,
            double p) {
        Buffer target = x.target(out, dtype);
        below().ternary(
                        stream,
                        kind,
                        dtype,
                        target,
                        x.all(out, ol),
                        x.buffer(a),
                        x.all(a, al),
                        x.buffer(b),
                        x.all(b, bl),
                        x.buffer(c),
                        x.all(c, cl),
                        p);
    }

    @Override
    public void fill(Stream stream, DType dtype, Buffer out, Layout ol, double value, long integer) {
        if (ol.isContiguous()
                && ol.offset() == 0
                && out instanceof BatchedBuffer b
                && out.byteSize() == ol.numel() * dtype.byteSize()) {
            Buffer one = x.below.allocate(dtype, ol.numel());
            below().fill(stream, dtype, one, ol, value, integer);
            b.sameForAll(one);
            return;
        }
        Buffer target = x.target(out, dtype);
        below().fill(stream, dtype, target, x.all(out, ol), value, integer);
    }

    @Override
    public void arange(
            Stream stream,
            DType dtype,
            Buffer out,
            Layout ol,
            double start,
            double step,
            long integerStart,
            long integerStep) {
        Layout dense = Layout.contiguous(ol.sizes());
        Buffer one = x.below.allocate(dtype, Math.max(1, ol.numel()));
        below().arange(stream, dtype, one, dense, start, step, integerStart, integerStep);
        copy(stream, dtype, out, ol, dtype, one, dense);
    }

    @Override
    public void copy(Stream stream, DType outDType, Buffer out, Layout ol, DType inDType, Buffer in, Layout il) {
        Buffer target = x.target(out, outDType);
        below().copy(stream, outDType, target, x.all(out, ol), inDType, x.buffer(in), x.all(in, il));
    }
}
