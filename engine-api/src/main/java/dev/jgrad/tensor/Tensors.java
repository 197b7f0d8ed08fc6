package dev.jgrad.tensor;

import dev.jgrad.data.ArgumentException;
import dev.jgrad.data.AutogradException;
import dev.jgrad.data.DType;
import dev.jgrad.data.DTypeException;
import dev.jgrad.data.Device;
import dev.jgrad.data.ShapeException;
import dev.jgrad.op.CreationOps;
import dev.jgrad.op.HostData;
import dev.jgrad.op.JoinOps;
import dev.jgrad.op.Sampling;
import dev.jgrad.op.TensorAccess;
import dev.jgrad.op.TernaryOps;
import dev.jgrad.spi.Backend;
import dev.jgrad.spi.RandomKernels.Distribution;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * Creates and joins tensors: the functions PyTorch keeps in the module {@code torch}. Meant for a static import:
 * {@code var x = rand(5, 5);}
 */
public final class Tensors extends CombiningFunctions {
    private Tensors() {}

    private static Backend backend(TensorOptions o) {
        Device device = o.device();
        return Devices.backend(device != null ? device : Devices.current());
    }

    private static DType floating(TensorOptions o) {
        DType dtype = o.dtype();
        return dtype != null ? dtype : DType.FLOAT32;
    }

    private static Tensor finish(Tensor t, TensorOptions o) {
        if (o.requiresGrad()) {
            if (!t.dtype().isFloatingPoint()) {
                throw new AutogradException("Only Tensors of floating point and complex dtype can require gradients");
            }
            if (t.isInference() || !t.isLeaf() || TensorAccess.metaOrNull(t) != null) {
                return t.requiresGrad_();
            }
            TensorAccess.newLeaf(t);
        }
        return t;
    }

    // ---- from Java -------------------------------------------------------------------------------------------

    /** A float32 vector. */
    public static Tensor tensor(float... values) {
        return tensor(TensorOptions.DEFAULT, values, values.length);
    }

    /** A float32 vector from double literals, as Python's floats become float32. */
    public static Tensor tensor(double... values) {
        return tensor(TensorOptions.DEFAULT, values, values.length);
    }

    /** An int64 vector. */
    public static Tensor tensor(long... values) {
        return tensor(TensorOptions.DEFAULT, values, values.length);
    }

    /** An int64 vector. */
    public static Tensor tensor(int... values) {
        return tensor(Arrays.stream(values).asLongStream().toArray());
    }

    /** A bool vector. */
    public static Tensor tensor(boolean... values) {
        return tensor(TensorOptions.DEFAULT, values, values.length);
    }

    /** A float32 matrix. */
    public static Tensor tensor(double[]... rows) {
        return fromRows(rows);
    }

    private static Tensor fromRows(double[][] rows) {
        int columns = rows.length == 0 ? 0 : rows[0].length;
        double[] flat = new double[rows.length * columns];
        for (int i = 0; i < rows.length; i++) {
            if (rows[i].length != columns) {
                throw new ShapeException(
                        "expected sequence of length " + columns + " at dim 1 (got " + rows[i].length + ")");
            }
            System.arraycopy(rows[i], 0, flat, i * columns, columns);
        }
        return tensor(TensorOptions.DEFAULT, flat, rows.length, columns);
    }

    /** A zero-dimensional float32 tensor. */
    public static Tensor scalar(double value) {
        return full(TensorOptions.DEFAULT, value);
    }

    /** A zero-dimensional int64 tensor. */
    public static Tensor scalar(long value) {
        return tensor(TensorOptions.DEFAULT, new long[] {value});
    }

    /** A zero-dimensional bool tensor. */
    public static Tensor scalar(boolean value) {
        return tensor(TensorOptions.DEFAULT, new boolean[] {value});
    }

    /** Values in row-major order; float32 where the options name no dtype. No sizes give a zero-dimensional tensor. */
    public static Tensor tensor(TensorOptions o, float[] values, long... sizes) {
        checkCount(values.length, sizes);
        Tensor t = HostData.fromHost(backend(o), DType.FLOAT32, MemorySegment.ofArray(values), sizes);
        return finish(t.to(floating(o)), o);
    }

    /** Values in row-major order; float32 where the options name no dtype. */
    public static Tensor tensor(TensorOptions o, double[] values, long... sizes) {
        checkCount(values.length, sizes);
        Tensor t = HostData.fromHost(backend(o), DType.FLOAT64, MemorySegment.ofArray(values), sizes);
        return finish(t.to(floating(o)), o);
    }

    /** Values in row-major order; int64 where the options name no dtype. */
    public static Tensor tensor(TensorOptions o, long[] values, long... sizes) {
        checkCount(values.length, sizes);
        Tensor t = HostData.fromHost(backend(o), DType.INT64, MemorySegment.ofArray(values), sizes);
        DType dtype = o.dtype();
        return finish(dtype == null ? t : t.to(dtype), o);
    }

    /** Values in row-major order; bool where the options name no dtype. */
    public static Tensor tensor(TensorOptions o, boolean[] values, long... sizes) {
        checkCount(values.length, sizes);
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (values[i] ? 1 : 0);
        }
        Tensor t = HostData.fromHost(backend(o), DType.BOOL, MemorySegment.ofArray(bytes), sizes);
        DType dtype = o.dtype();
        return finish(dtype == null ? t : t.to(dtype), o);
    }

    /**
     * Copies elements of a dtype from memory in native byte order.
     *
     * @throws ArgumentException when the segment is too short
     */
    public static Tensor fromSegment(MemorySegment segment, DType dtype, long... sizes) {
        return fromSegment(TensorOptions.DEFAULT, segment, dtype, sizes);
    }

    /** The same on the device of the options. */
    public static Tensor fromSegment(TensorOptions o, MemorySegment segment, DType dtype, long... sizes) {
        long bytes = dev.jgrad.data.Dims.numel(sizes) * dtype.byteSize();
        if (segment.byteSize() < bytes) {
            throw new ArgumentException("a tensor of shape " + Arrays.toString(sizes) + " and dtype " + dtype
                    + " needs " + bytes + " bytes, the segment has " + segment.byteSize());
        }
        return finish(HostData.fromHost(backend(o), dtype, segment, sizes), o);
    }

    /** uint8 values 0 to 255 in row-major order. */
    public static Tensor fromBytes(byte[] values, long... sizes) {
        checkCount(values.length, sizes);
        return fromSegment(MemorySegment.ofArray(values), DType.UINT8, sizes);
    }

    private static void checkCount(int count, long[] sizes) {
        long n = dev.jgrad.data.Dims.numel(sizes);
        if (n != count) {
            throw new ShapeException("shape '" + Arrays.toString(sizes) + "' is invalid for input of size " + count);
        }
    }

    // ---- constant --------------------------------------------------------------------------------------------

    /** Zeros. */
    public static Tensor zeros(long... sizes) {
        return zeros(TensorOptions.DEFAULT, sizes);
    }

    /** Zeros. */
    public static Tensor zeros(TensorOptions o, long... sizes) {
        return finish(CreationOps.full(backend(o), floating(o), 0, 0, sizes), o);
    }

    /** Ones. */
    public static Tensor ones(long... sizes) {
        return ones(TensorOptions.DEFAULT, sizes);
    }

    /** Ones. */
    public static Tensor ones(TensorOptions o, long... sizes) {
        return finish(CreationOps.full(backend(o), floating(o), 1, 1, sizes), o);
    }

    /** One floating value everywhere. */
    public static Tensor full(TensorOptions o, double value, long... sizes) {
        return finish(CreationOps.full(backend(o), floating(o), value, (long) value, sizes), o);
    }

    /** One integral value everywhere; int64 where the options name no dtype. */
    public static Tensor full(TensorOptions o, long value, long... sizes) {
        DType dtype = o.dtype();
        return finish(CreationOps.full(backend(o), dtype == null ? DType.INT64 : dtype, value, value, sizes), o);
    }

    /** One floating value everywhere, float32. */
    public static Tensor full(long[] sizes, double value) {
        return full(TensorOptions.DEFAULT, value, sizes);
    }

    /** One integral value everywhere, int64. */
    public static Tensor full(long[] sizes, long value) {
        return full(TensorOptions.DEFAULT, value, sizes);
    }

    /** A zero-dimensional tensor, float32 where the options name no dtype: {@code torch.scalar_tensor}. */
    public static Tensor scalarTensor(double s, TensorOptions o) {
        return full(o, s);
    }

    /** Undefined content. */
    public static Tensor empty(long... sizes) {
        return empty(TensorOptions.DEFAULT, sizes);
    }

    /** Undefined content. */
    public static Tensor empty(TensorOptions o, long... sizes) {
        return finish(CreationOps.empty(backend(o), floating(o), sizes), o);
    }

    private static TensorOptions like(Tensor t) {
        return new TensorOptions(t.dtype(), t.device());
    }

    /** What the options leave open is as in the tensor. */
    static TensorOptions like(Tensor t, TensorOptions o) {
        return new TensorOptions(
                o.dtype() == null ? t.dtype() : o.dtype(),
                o.device() == null ? t.device() : o.device(),
                o.requiresGrad());
    }

    /** Zeros with the shape of another tensor, and its dtype and device where the options name none. */
    public static Tensor zerosLike(Tensor t, TensorOptions o) {
        return zeros(like(t, o), t.shape().toArray());
    }

    /** Ones with the shape of another tensor, and its dtype and device where the options name none. */
    public static Tensor onesLike(Tensor t, TensorOptions o) {
        return ones(like(t, o), t.shape().toArray());
    }

    /** One value with the shape of another tensor, and its dtype and device where the options name none. */
    public static Tensor fullLike(Tensor t, double value, TensorOptions o) {
        return full(like(t, o), value, t.shape().toArray());
    }

    /** One integral value with the shape of another tensor, and its dtype and device where the options name none. */
    public static Tensor fullLike(Tensor t, long value, TensorOptions o) {
        return full(like(t, o), value, t.shape().toArray());
    }

    /** One integral value with shape, dtype and device of another tensor. */
    public static Tensor fullLike(Tensor t, long value) {
        return full(like(t), value, t.shape().toArray());
    }

    /** Undefined content with the shape of another tensor, and its dtype and device where the options name none. */
    public static Tensor emptyLike(Tensor t, TensorOptions o) {
        return empty(like(t, o), t.shape().toArray());
    }

    /** Zeros with shape, dtype and device of another tensor. */
    public static Tensor zerosLike(Tensor t) {
        return zeros(like(t), t.shape().toArray());
    }

    /** Ones with shape, dtype and device of another tensor. */
    public static Tensor onesLike(Tensor t) {
        return CreationOps.onesLike(t);
    }

    /** One value with shape, dtype and device of another tensor. */
    public static Tensor fullLike(Tensor t, double value) {
        return full(like(t), value, t.shape().toArray());
    }

    /** Undefined content with shape, dtype and device of another tensor. */
    public static Tensor emptyLike(Tensor t) {
        return empty(like(t), t.shape().toArray());
    }

    /** A zero-dimensional tensor with dtype and device of another one. */
    public static Tensor scalarLike(Tensor t, double value) {
        return full(like(t), value);
    }

    /** The same; {@code integer} serves integral dtypes. */
    public static Tensor scalarLike(Tensor t, double value, long integer) {
        return CreationOps.full(Devices.backend(t.device()), t.dtype(), value, integer);
    }

    // ---- in sequence -----------------------------------------------------------------------------------------

    /** 0 to end - 1, int64. */
    public static Tensor arange(long end) {
        return arange(0, end, 1);
    }

    /** start to end - 1, int64. */
    public static Tensor arange(long start, long end) {
        return arange(start, end, 1);
    }

    /** start to end (exclusive) in steps, int64. */
    public static Tensor arange(long start, long end, long step) {
        return arange(TensorOptions.DEFAULT, start, end, step);
    }

    /** start to end (exclusive) in steps; int64 where the options name no dtype. */
    public static Tensor arange(TensorOptions o, long start, long end, long step) {
        checkStep(o, start, end, step);
        DType dtype = o.dtype() == null ? DType.INT64 : o.dtype();
        long count = Math.max(0, Math.ceilDiv(end - start, step));
        return finish(CreationOps.arange(backend(o), dtype, start, step, count), o);
    }

    /** start to end (exclusive) in steps; float32 where the options name no dtype. */
    public static Tensor arange(TensorOptions o, double start, double end, double step) {
        if (o.dtype() == DType.INT64) {
            return arange(o, (long) start, (long) end, (long) step); // PyTorch cuts to whole numbers first
        }
        checkStep(o, start, end, step);
        long count = (long) Math.max(0, Math.ceil((end - start) / step));
        return finish(CreationOps.arange(backend(o), floating(o), start, step, count), o);
    }

    /** 0 to end (exclusive) in steps of 1; int64 where the options name no dtype. */
    public static Tensor arange(TensorOptions o, long end) {
        return arange(o, 0, end, 1L);
    }

    /** 0 to end (exclusive) in steps of 1; float32 where the options name no dtype. */
    public static Tensor arange(TensorOptions o, double end) {
        return arange(o, 0, end, 1.0);
    }

    /** start to end (exclusive) in steps, float32. */
    public static Tensor arange(double start, double end, double step) {
        return arange(TensorOptions.DEFAULT, start, end, step);
    }

    private static void checkStep(TensorOptions o, double start, double end, double step) {
        if (o.dtype() == DType.BOOL) {
            throw new DTypeException("\"arange_cpu\" not implemented for 'Bool'");
        }
        if (step == 0) {
            throw new ArgumentException("step must be nonzero");
        }
        if (!Double.isFinite(start) || !Double.isFinite(end)) {
            throw new ArgumentException("unsupported range: " + start + " -> " + end);
        }
        if ((end - start) * Math.signum(step) < 0) {
            throw new ArgumentException("upper bound and lower bound inconsistent with step sign");
        }
    }

    /** {@code steps} values from start to end, both included. */
    public static Tensor linspace(double start, double end, int steps) {
        return linspace(TensorOptions.DEFAULT, start, end, steps);
    }

    /** {@code steps} values from start to end, both included. */
    public static Tensor linspace(TensorOptions o, double start, double end, int steps) {
        if (steps < 0) {
            throw new ArgumentException("number of steps must be non-negative");
        }
        if (o.dtype() != null && o.dtype().isIntegral() && (start != Math.rint(start) || end != Math.rint(end))) {
            return linspace(
                    o, (double) (long) start, (double) (long) end, steps); // PyTorch cuts to whole numbers first
        }
        double[] values = new double[steps];
        double step = steps > 1 ? (end - start) / (steps - 1) : 0;
        for (int i = 0; i < steps; i++) {
            // From the nearer end, as PyTorch does: both ends come out exactly.
            values[i] = i < steps / 2 || steps == 1 ? start + step * i : end - step * (steps - 1 - i);
        }
        return tensor(o.dtype() == null ? o.withDType(DType.FLOAT32) : o, values, steps);
    }

    /** {@code steps} values from start to end, which are zero-dimensional tensors. */
    public static Tensor linspace(TensorOptions o, Tensor start, Tensor end, int steps) {
        checkScalars("linspace", start, end);
        return linspace(o, start.item(), end.item(), steps);
    }

    /** {@code steps} values from a tensor's to a number. */
    public static Tensor linspace(TensorOptions o, Tensor start, double end, int steps) {
        checkScalars("linspace", start, start);
        return linspace(o, start.item(), end, steps);
    }

    /** {@code steps} values from a number to a tensor's. */
    public static Tensor linspace(TensorOptions o, double start, Tensor end, int steps) {
        checkScalars("linspace", end, end);
        return linspace(o, start, end.item(), steps);
    }

    private static void checkScalars(String op, Tensor start, Tensor end) {
        if (start.dim() > 0 || end.dim() > 0) {
            throw new ShapeException(op + " only supports 0-dimensional start and end tensors, but got start with "
                    + start.dim() + " dimension(s) and end with " + end.dim() + " dimension(s).");
        }
    }

    /** {@code steps} powers of a base with exponents between the values of zero-dimensional tensors. */
    public static Tensor logspace(TensorOptions o, Tensor start, Tensor end, int steps, double base) {
        checkScalars("logspace", start, end);
        return logspace(o, start.item(), end.item(), steps, base);
    }

    /** {@code steps} powers of a base with exponents from a tensor's value to a number. */
    public static Tensor logspace(TensorOptions o, Tensor start, double end, int steps, double base) {
        checkScalars("logspace", start, start);
        return logspace(o, start.item(), end, steps, base);
    }

    /** {@code steps} powers of a base with exponents from a number to a tensor's value. */
    public static Tensor logspace(TensorOptions o, double start, Tensor end, int steps, double base) {
        checkScalars("logspace", end, end);
        return logspace(o, start, end.item(), steps, base);
    }

    /** {@code steps} powers of 10 with exponents from start to end, both included. */
    public static Tensor logspace(double start, double end, int steps) {
        return logspace(TensorOptions.DEFAULT, start, end, steps, 10);
    }

    /** {@code steps} powers of a base with exponents from start to end, both included. */
    public static Tensor logspace(TensorOptions o, double start, double end, int steps, double base) {
        boolean whole = o.dtype() != null && o.dtype().isIntegral();
        Tensor exponents = linspace(
                o.withDType(DType.FLOAT64).withRequiresGrad(false),
                whole ? (long) start : start,
                whole ? (long) end : end,
                steps);
        return finish(exponents.rpow(base).to(floating(o)), o);
    }

    /** Row and column numbers of the lower triangle of a matrix, [2, n], int64. */
    public static Tensor trilIndices(long row, long col, long offset) {
        return trilIndices(row, col, offset, TensorOptions.DEFAULT);
    }

    /** Row and column numbers of the upper triangle of a matrix, [2, n], int64. */
    public static Tensor triuIndices(long row, long col, long offset) {
        return triuIndices(row, col, offset, TensorOptions.DEFAULT);
    }

    /** The identity matrix. */
    public static Tensor eye(TensorOptions o, long n) {
        return eye(o, n, n);
    }

    /** The identity matrix. */
    public static Tensor eye(long n) {
        return eye(TensorOptions.DEFAULT, n, n);
    }

    /** Ones on the main diagonal. */
    public static Tensor eye(long n, long m) {
        return eye(TensorOptions.DEFAULT, n, m);
    }

    /** Ones on the main diagonal. */
    public static Tensor eye(TensorOptions o, long n, long m) {
        if (n < 0 || m < 0) {
            throw new ArgumentException("n must be greater or equal to 0, got " + Math.min(n, m));
        }
        Tensor t = zeros(o.withRequiresGrad(false), n, m);
        t.diagonal().fill_(1);
        return finish(t, o);
    }

    // ---- random ----------------------------------------------------------------------------------------------

    /** Uniform in [0, 1). */
    public static Tensor rand(long... sizes) {
        return rand(TensorOptions.DEFAULT, Generator.defaultGenerator(), sizes);
    }

    /** Uniform in [0, 1). */
    public static Tensor rand(TensorOptions o, long... sizes) {
        return rand(o, Generator.defaultGenerator(), sizes);
    }

    /** Uniform in [0, 1) from a generator. */
    public static Tensor rand(TensorOptions o, Generator generator, long... sizes) {
        return finish(
                CreationOps.random(backend(o), generator, Distribution.UNIFORM, floating(o), 0, 1, 0, 1, sizes), o);
    }

    /** Standard normal. */
    public static Tensor randn(long... sizes) {
        return randn(TensorOptions.DEFAULT, Generator.defaultGenerator(), sizes);
    }

    /** Standard normal. */
    public static Tensor randn(TensorOptions o, long... sizes) {
        return randn(o, Generator.defaultGenerator(), sizes);
    }

    /** Standard normal from a generator. */
    public static Tensor randn(TensorOptions o, Generator generator, long... sizes) {
        return finish(
                CreationOps.random(backend(o), generator, Distribution.NORMAL, floating(o), 0, 1, 0, 1, sizes), o);
    }

    /** Integers in [low, high), int64. */
    public static Tensor randint(long low, long high, long... sizes) {
        return randint(TensorOptions.DEFAULT, Generator.defaultGenerator(), low, high, sizes);
    }

    /** Integers in [low, high) from a generator; int64 where the options name no dtype. */
    public static Tensor randint(TensorOptions o, Generator generator, long low, long high, long... sizes) {
        DType dtype = o.dtype() == null ? DType.INT64 : o.dtype();
        Sampling.checkRange(dtype, low, high);
        return finish(
                CreationOps.random(backend(o), generator, Distribution.INTEGER, dtype, low, high, low, high, sizes), o);
    }

    /** A random order of 0 to n - 1, int64. */
    public static Tensor randperm(long n) {
        return randperm(Generator.defaultGenerator(), n);
    }

    /** A random order of 0 to n - 1, int64, from a generator. */
    public static Tensor randperm(Generator generator, long n) {
        return CreationOps.permutation(backend(TensorOptions.DEFAULT), generator, n);
    }

    /** Uniform in [0, 1) with shape, dtype and device of another tensor. */
    public static Tensor randLike(Tensor t) {
        return rand(like(t), t.shape().toArray());
    }

    /** Standard normal with shape, dtype and device of another tensor. */
    public static Tensor randnLike(Tensor t) {
        return randn(like(t), t.shape().toArray());
    }

    /** Integers in [0, high) with shape, dtype and device of another tensor. */
    public static Tensor randintLike(Tensor t, long high) {
        return randintLike(t, 0, high);
    }

    /** Integers in [low, high), which the dtype has to hold, with shape, dtype and device of another tensor. */
    public static Tensor randintLike(Tensor t, long low, long high) {
        return randint(
                like(t), Generator.defaultGenerator(), low, high, t.shape().toArray());
    }

    /** {@link Tensor#bernoulli()}. */
    public static Tensor bernoulli(Tensor p) {
        return p.bernoulli();
    }

    /** {@link Tensor#multinomial(long, boolean)}. */
    public static Tensor multinomial(Tensor weights, long numSamples, boolean replacement) {
        return weights.multinomial(numSamples, replacement);
    }

    /** Normal with a mean and a standard deviation, not negative. {@code torch.normal}. */
    public static Tensor normal(double mean, double std, long... sizes) {
        return normal(TensorOptions.DEFAULT, Generator.defaultGenerator(), mean, std, sizes);
    }

    /** Normal with a mean and a standard deviation, from a generator. */
    public static Tensor normal(TensorOptions o, Generator generator, double mean, double std, long... sizes) {
        Sampling.checkDeviation(std);
        return finish(
                CreationOps.random(backend(o), generator, Distribution.NORMAL, floating(o), mean, std, 0, 1, sizes), o);
    }

    /** {@link #binomial(Tensor, Tensor, Generator)} from the default generator. */
    public static Tensor binomial(Tensor count, Tensor prob) {
        return binomial(count, prob, Generator.defaultGenerator());
    }

    /**
     * How many of {@code count} trials succeed that do so with probability {@code prob}; both broadcast, are of one
     * floating-point dtype, and have no derivative. Drawn on the host. {@code torch.binomial}.
     */
    public static Tensor binomial(Tensor count, Tensor prob, Generator generator) {
        return Sampling.binomial(count, prob, generator);
    }

    /** Normal around the elements of a floating-point tensor; the gradient is zero. */
    public static Tensor normal(Tensor mean, double std) {
        return normal(mean, std, Generator.defaultGenerator());
    }

    /** Normal around the elements of a floating-point tensor, from a generator. */
    public static Tensor normal(Tensor mean, double std, Generator generator) {
        return Sampling.normal(mean, std, generator);
    }

    /** Normal around a number with deviations from a floating-point tensor; the gradient is zero. */
    public static Tensor normal(double mean, Tensor std) {
        return normal(mean, std, Generator.defaultGenerator());
    }

    /** Normal around a number with deviations from a floating-point tensor, from a generator. */
    public static Tensor normal(double mean, Tensor std, Generator generator) {
        return Sampling.normal(mean, std, generator);
    }

    /** Normal, both parameters floating-point tensors that broadcast, in the dtype of {@code mean}; gradients are zero. */
    public static Tensor normal(Tensor mean, Tensor std) {
        return normal(mean, std, Generator.defaultGenerator());
    }

    /** Normal, both parameters floating-point tensors that broadcast, from a generator. */
    public static Tensor normal(Tensor mean, Tensor std, Generator generator) {
        return Sampling.normal(mean, std, generator);
    }

    // ---- joining and choosing --------------------------------------------------------------------------------

    /** Concatenates along a dimension. */
    public static Tensor cat(int dim, Tensor... tensors) {
        return JoinOps.cat(dim, tensors);
    }

    /** Concatenates along a new dimension. */
    public static Tensor stack(int dim, Tensor... tensors) {
        return JoinOps.stack(dim, tensors);
    }

    /** A number to the power of a tensor. */
    public static Tensor pow(double base, Tensor exponent) {
        return exponent.rpow(base);
    }

    /** A number to the power of a tensor. */
    public static Tensor pow(long base, Tensor exponent) {
        return exponent.rpow(base);
    }

    /** number * ln(tensor), 0 where the number is 0. */
    public static Tensor xlogy(double number, Tensor other) {
        return dev.jgrad.op.ArithmeticOps.rxlogy(number, other);
    }

    /** Remainder of a number, with the sign of the divisor. */
    public static Tensor remainder(double number, Tensor other) {
        return dev.jgrad.op.ArithmeticOps.rremainder(number, true, other);
    }

    /** Remainder of a number, with the sign of the divisor. */
    public static Tensor remainder(long number, Tensor other) {
        return dev.jgrad.op.ArithmeticOps.rremainder(number, false, other);
    }

    /** A border of one value around a tensor; pairs (before, after), the last dimension first. */
    public static Tensor constantPadNd(Tensor input, long[] pad, double value) {
        return Functional.pad(input, pad, "constant", value);
    }

    /** Elements of {@code a} where the condition holds, else of {@code b}. */
    public static Tensor where(Tensor condition, Tensor a, Tensor b) {
        return TernaryOps.where(condition, a, b);
    }

    /** {@link #where(Tensor, Tensor, Tensor)} with a number where the condition does not hold. */
    public static Tensor where(Tensor condition, Tensor a, double b) {
        return where(condition, a, scalar(b));
    }

    /** {@link #where(Tensor, Tensor, Tensor)} with a number where the condition holds. */
    public static Tensor where(Tensor condition, double a, Tensor b) {
        return where(condition, scalar(a), b);
    }

    /** Views of all tensors broadcast to one shape. */
    public static Tensor[] broadcastTensors(Tensor... tensors) {
        long[] sizes = new long[0];
        for (Tensor t : tensors) {
            sizes = dev.jgrad.data.Broadcasting.sizes(sizes, t.shape().toArray());
        }
        Tensor[] out = new Tensor[tensors.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = tensors[i].expand(sizes);
        }
        return out;
    }
}
