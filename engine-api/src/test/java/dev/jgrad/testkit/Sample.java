package dev.jgrad.testkit;

import dev.jgrad.data.DType;
import dev.jgrad.data.Layout;
import dev.jgrad.spi.Backend;
import dev.jgrad.spi.Buffer;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Collections;
import java.util.Random;

/** Elements on a backend, with the layout to see them by: what a kernel is given in a test. */
public final class Sample {
    private final Backend backend;
    private final DType dtype;
    private final Buffer buffer;
    private final Layout layout;

    private Sample(Backend backend, DType dtype, Buffer buffer, Layout layout) {
        this.backend = backend;
        this.dtype = dtype;
        this.buffer = buffer;
        this.layout = layout;
    }

    /** How the elements lie in memory. */
    public enum Form {
        /** Row-major at offset 0. */
        DENSE,
        /** Row-major behind some other elements. */
        OFFSET,
        /** Dimensions in another order, no gaps. */
        PERMUTED,
        /** Dimension 1 innermost. */
        CHANNELS_LAST,
        /** Every second element of each dimension, with an offset. */
        GAPS
    }

    /** Elements in row-major order of the sizes, laid out in some form. */
    public static Sample of(Backend backend, DType dtype, double[] values, Form form, Random random, long... sizes) {
        Layout layout = layout(form, random, sizes);
        double[] store = new double[(int) Math.max(layout.extent(), 1)];
        Arrays.setAll(store, i -> 77);
        Positions p = new Positions(layout);
        for (int i = 0; i < layout.numel(); i++) {
            store[(int) p.at(i)] = values[i];
        }
        Buffer buffer = backend.allocate(dtype, store.length);
        backend.upload(backend.stream(), dtype, buffer, 0, MemorySegment.ofArray(encode(dtype, store)), store.length);
        return new Sample(backend, dtype, buffer, layout);
    }

    /** Row-major elements. */
    public static Sample dense(Backend backend, DType dtype, double[] values, long... sizes) {
        return of(backend, dtype, values, Form.DENSE, new Random(0), sizes);
    }

    /** A place for results, filled with 77. */
    public static Sample empty(Backend backend, DType dtype, Form form, Random random, long... sizes) {
        double[] values = new double[(int) Layout.contiguous(sizes).numel()];
        Arrays.fill(values, 77);
        return of(backend, dtype, values, form, random, sizes);
    }

    /** The same elements under another layout. */
    public Sample as(Layout other) {
        return new Sample(backend, dtype, buffer, other);
    }

    /** The element type. */
    public DType dtype() {
        return dtype;
    }

    /** Where the elements are. */
    public Buffer buffer() {
        return buffer;
    }

    /** How they are ordered. */
    public Layout layout() {
        return layout;
    }

    /** The elements in row-major order. */
    public double[] read() {
        int n = (int) (buffer.byteSize() / dtype.byteSize());
        byte[] bytes = new byte[n * dtype.byteSize()];
        backend.download(backend.stream(), dtype, buffer, 0, MemorySegment.ofArray(bytes), n);
        double[] store = decode(dtype, bytes);
        double[] values = new double[(int) layout.numel()];
        Positions p = new Positions(layout);
        Arrays.setAll(values, i -> store[(int) p.at(i)]);
        return values;
    }

    /** A value as the dtype holds it. */
    public static double rounded(DType dtype, double value) {
        return decode(dtype, encode(dtype, new double[] {value}))[0];
    }

    /** Random values that every dtype holds exactly enough: normal for floats, small for integers. */
    public static double[] values(DType dtype, Random random, int n) {
        double[] values = new double[n];
        for (int i = 0; i < n; i++) {
            double v = switch (dtype) {
                case FLOAT32, FLOAT64, FLOAT16, BFLOAT16 -> random.nextGaussian();
                case INT64, INT32, INT16, INT8 -> random.nextInt(-20, 21);
                case UINT8 -> random.nextInt(0, 41);
                case BOOL -> random.nextInt(2);
            };
            values[i] = rounded(dtype, v);
        }
        return values;
    }

    private static Layout layout(Form form, Random random, long[] sizes) {
        return switch (form) {
            case DENSE -> Layout.contiguous(sizes);
            case OFFSET -> Layout.strided(sizes, Layout.contiguous(sizes).strides(), 3);
            case CHANNELS_LAST -> sizes.length < 2 ? Layout.contiguous(sizes) : Layout.channelsLast(sizes);
            case PERMUTED -> strided(random, sizes, 1, 0);
            case GAPS -> strided(random, sizes, 2, 5);
        };
    }

    private static Layout strided(Random random, long[] sizes, int step, long offset) {
        Integer[] order = new Integer[sizes.length];
        Arrays.setAll(order, i -> i);
        Collections.shuffle(Arrays.asList(order), random);
        long[] strides = new long[sizes.length];
        long stride = step;
        for (int d : order) {
            strides[d] = stride;
            stride *= Math.max(sizes[d], 1) * step;
        }
        return Layout.strided(sizes, strides, offset);
    }

    private static byte[] encode(DType dtype, double[] values) {
        ByteBuffer b = ByteBuffer.allocate(values.length * dtype.byteSize()).order(ByteOrder.nativeOrder());
        for (double v : values) {
            switch (dtype) {
                case FLOAT32 -> b.putFloat((float) v);
                case FLOAT64 -> b.putDouble(v);
                case FLOAT16 -> b.putShort(Float.floatToFloat16((float) v));
                case BFLOAT16 -> b.putShort(bfloat16((float) v));
                case INT64 -> b.putLong((long) v);
                case INT32 -> b.putInt((int) (long) v);
                case INT16 -> b.putShort((short) (long) v);
                case INT8, UINT8 -> b.put((byte) (long) v);
                case BOOL -> b.put((byte) (v != 0 ? 1 : 0));
            }
        }
        return b.array();
    }

    private static double[] decode(DType dtype, byte[] bytes) {
        ByteBuffer b = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
        double[] values = new double[bytes.length / dtype.byteSize()];
        for (int i = 0; i < values.length; i++) {
            values[i] = switch (dtype) {
                case FLOAT32 -> b.getFloat();
                case FLOAT64 -> b.getDouble();
                case FLOAT16 -> Float.float16ToFloat(b.getShort());
                case BFLOAT16 -> Float.intBitsToFloat(b.getShort() << 16);
                case INT64 -> b.getLong();
                case INT32 -> b.getInt();
                case INT16 -> b.getShort();
                case INT8 -> b.get();
                case UINT8 -> b.get() & 0xff;
                case BOOL -> b.get();
            };
        }
        return values;
    }

    private static short bfloat16(float value) {
        int bits = Float.floatToRawIntBits(value);
        return Float.isNaN(value) ? 0x7fc0 : (short) (bits + 0x7fff + (bits >>> 16 & 1) >>> 16);
    }
}
