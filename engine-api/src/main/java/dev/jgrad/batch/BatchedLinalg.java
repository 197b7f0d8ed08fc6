package dev.jgrad.batch;

import dev.jgrad.data.DType;
import dev.jgrad.data.Layout;
import dev.jgrad.spi.BinaryKind;
import dev.jgrad.spi.Buffer;
import dev.jgrad.spi.LinalgKernels;
import dev.jgrad.spi.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One product where the right operand is the same for all examples (their rows are stacked), a batch of products where it is
 * not; a batch of batches is folded into one batch, or done one after the other where strides forbid that.
 */
final class BatchedLinalg implements LinalgKernels {
    private final Examples x;

    BatchedLinalg(Examples x) {
        this.x = x;
    }

    @Override
    public void gemm(
            Stream stream,
            DType dtype,
            Buffer out,
            Layout ol,
            Buffer a,
            Layout al,
            Buffer b,
            Layout bl,
            @Nullable Buffer bias,
            @Nullable Layout biasLayout,
            double alpha,
            double beta) {
        Buffer target = x.target(out, dtype);
        Layout all = x.all(out, ol);
        Layout wide = biasLayout == null ? null : biasLayout.expand(ol.sizes());
        boolean vector = wide != null && bias != null && !x.differ(bias) && ol.rank() == 2 && wide.stride(0) == 0;
        double keep = beta;
        if (bias != null && wide != null && !vector) {
            add(stream, dtype, target, all, bias, wide, beta);
            keep = 1;
        }
        Buffer added = vector && bias != null ? x.buffer(bias) : null;
        Layout row = vector && wide != null ? wide.select(0, 0) : null;
        Buffer left = x.buffer(a);
        Buffer right = x.buffer(b);
        Layout la = x.all(a, al);
        Layout lb = x.all(b, bl);
        LinalgKernels below = x.below.linalg();
        if (ol.rank() == 2) {
            Layout rows = x.differ(b) ? null : Examples.merged(la, 0);
            Layout results = Examples.merged(all, 0);
            if (rows != null && results != null) {
                Layout r = row == null ? null : row.expand(results.sizes());
                below.gemm(stream, dtype, target, results, left, rows, right, bl, added, r, alpha, keep);
            } else {
                Layout r = row == null ? null : row.expand(all.sizes());
                below.gemm(stream, dtype, target, all, left, la, right, lb, added, r, alpha, keep);
            }
            return;
        }
        Layout mo = Examples.merged(all, 0);
        Layout ma = Examples.merged(la, 0);
        Layout mb = Examples.merged(lb, 0);
        if (mo != null && ma != null && mb != null) {
            below.gemm(stream, dtype, target, mo, left, ma, right, mb, null, null, alpha, keep);
            return;
        }
        for (long i = 0; i < x.level.size(); i++) {
            below.gemm(
                    stream,
                    dtype,
                    target,
                    all.select(0, i),
                    left,
                    la.select(0, i),
                    right,
                    lb.select(0, i),
                    null,
                    null,
                    alpha,
                    keep);
        }
    }

    /** out = beta * out + bias. */
    private void add(Stream stream, DType dtype, Buffer target, Layout all, Buffer bias, Layout bl, double beta) {
        Layout from = x.all(bias, bl);
        if (beta == 0) {
            x.below.elementwise().copy(stream, dtype, target, all, dtype, x.buffer(bias), from);
            return;
        }
        if (beta != 1) {
            x.below
                    .elementwise()
                    .binaryScalar(stream, BinaryKind.MUL, dtype, target, all, target, all, beta, (long) beta, false, 0);
        }
        x.below
                .elementwise()
                .binary(stream, BinaryKind.ADD, dtype, target, all, target, all, x.buffer(bias), from, 1, 0);
    }
}
