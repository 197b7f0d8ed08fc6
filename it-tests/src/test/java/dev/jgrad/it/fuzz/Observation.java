package dev.jgrad.it.fuzz;

import dev.jgrad.autograd.Node;
import dev.jgrad.data.DType;
import dev.jgrad.data.JgradException;
import dev.jgrad.memory.OutOfMemoryException;
import dev.jgrad.tensor.Tensor;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.Objects;

/**
 * A tensor at the end of a program.
 *
 * @param form shape, strides, node: all that is not values
 * @param bits the elements: doubles by their bits, or longs
 */
record Observation(String name, Trust trust, DType dtype, String form, long[] bits) {
    static Observation of(String name, Tensor t, Trust trust) {
        Node node = t.gradFn();
        String form = t.dtype() + " " + t.shape() + " strides " + Arrays.toString(t.stride()) + " offset "
                + t.storageOffset() + (t.requiresGrad() ? " requires grad" : "") + (t.isLeaf() ? " leaf" : "")
                + " node " + (node == null ? "none" : node.name());
        Tensor plain = t.detach();
        long[] bits = t.isFloatingPoint()
                ? Arrays.stream(plain.toDoubleArray())
                        .mapToLong(Double::doubleToLongBits)
                        .toArray()
                : plain.toLongArray();
        return new Observation(name, trust, t.dtype(), form, bits);
    }

    static Observation refused(String name, JgradException e) {
        String what = e.getClass().getSimpleName() + ": " + e.getMessage();
        // How much memory is in use depends on the collector.
        Trust trust = e instanceof OutOfMemoryException ? Trust.UNSTABLE : Trust.EXACT;
        return new Observation(name, trust, DType.INT64, what, new long[0]);
    }

    double value(int i) {
        return dtype.isFloatingPoint() ? Double.longBitsToDouble(bits[i]) : bits[i];
    }

    boolean hasNonFinite() {
        return dtype.isFloatingPoint()
                && Arrays.stream(bits).anyMatch(b -> !Double.isFinite(Double.longBitsToDouble(b)));
    }

    void write(DataOutput out) throws IOException {
        Wire.text(out, name);
        out.writeByte(trust.ordinal());
        out.writeByte(dtype.ordinal());
        Wire.text(out, form);
        Wire.longs(out, bits);
    }

    static Observation read(DataInput in) throws IOException {
        return new Observation(
                Wire.text(in),
                Trust.values()[in.readByte()],
                DType.values()[in.readByte()],
                Wire.text(in),
                Wire.longs(in));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Observation o
                && name.equals(o.name)
                && form.equals(o.form)
                && Arrays.equals(bits, o.bits);
    }

    @Override
    public int hashCode() {
        return Objects.hash(name, form);
    }
}
