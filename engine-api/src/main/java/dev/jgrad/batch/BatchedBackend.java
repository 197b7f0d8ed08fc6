package dev.jgrad.batch;

import dev.jgrad.data.DType;
import dev.jgrad.data.Device;
import dev.jgrad.data.Layout;
import dev.jgrad.spi.Backend;
import dev.jgrad.spi.Buffer;
import dev.jgrad.spi.ConvolutionKernels;
import dev.jgrad.spi.ElementwiseKernels;
import dev.jgrad.spi.IndexingKernels;
import dev.jgrad.spi.LinalgKernels;
import dev.jgrad.spi.MemoryUse;
import dev.jgrad.spi.NormalizationKernels;
import dev.jgrad.spi.OptimizerKernels;
import dev.jgrad.spi.PoolingKernels;
import dev.jgrad.spi.RandomKernels;
import dev.jgrad.spi.Recording;
import dev.jgrad.spi.ReductionKernels;
import dev.jgrad.spi.Stream;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/** Runs every kernel for all examples of a level, on the backend below. Operands without the level are the same for all. */
public final class BatchedBackend implements Backend {
    private final BatchLevel level;
    private final Backend below;
    private final Device device;
    private final ElementwiseKernels elementwise;
    private final ReductionKernels reductions;
    private final IndexingKernels indexing;
    private final LinalgKernels linalg;
    private final ConvolutionKernels convolutions;
    private final PoolingKernels pooling;
    private final NormalizationKernels normalizations;
    private final RandomKernels randoms;

    BatchedBackend(BatchLevel level, Backend below) {
        this.level = level;
        this.below = below;
        this.device = new BatchedDevice(below.device(), this);
        Examples x = new Examples(level, below);
        elementwise = new BatchedElementwise(x);
        reductions = new BatchedReductions(x);
        indexing = new BatchedIndexing(x);
        linalg = new BatchedLinalg(x);
        convolutions = new BatchedConvolutions(x);
        pooling = new BatchedPooling(x);
        normalizations = new BatchedNormalizations(x);
        randoms = new BatchedRandoms(x);
    }

    /** The level. */
    public BatchLevel level() {
        return level;
    }

    /** The backend below: that of an earlier level, or of the device. */
    public Backend below() {
        return below;
    }

    /** How many examples of all levels there are for one logical tensor. */
    public long examples() {
        return level.size() * (below instanceof BatchedBackend b ? b.examples() : 1);
    }

    @Override
    public Device device() {
        return device;
    }

    @Override
    public Stream stream() {
        return below.stream();
    }

    @Override
    public @Nullable Recording recording() {
        return below.recording();
    }

    @Override
    public Buffer allocate(DType dtype, long elements) {
        Buffer all = below.allocate(dtype, elements * level.size());
        return new BatchedBuffer(level, all, elements, elements * dtype.byteSize(), false, true);
    }

    @Override
    public Buffer allocateZeroed(DType dtype, long elements) {
        Buffer one = below.allocateZeroed(dtype, elements);
        return new BatchedBuffer(level, one, 0, elements * dtype.byteSize(), true, false);
    }

    @Override
    public void upload(
            Stream stream, DType dtype, Buffer target, long targetElement, MemorySegment source, long elements) {
        Buffer one = below.allocate(dtype, elements);
        below.upload(stream, dtype, one, 0, source, elements);
        BatchedBuffer all = (BatchedBuffer) target;
        if (targetElement == 0 && target.byteSize() == elements * dtype.byteSize()) {
            all.sameForAll(one);
            return;
        }
        all.own(below, dtype);
        long[] sizes = {level.size(), elements};
        below.elementwise()
                .copy(
                        stream,
                        dtype,
                        all.inner(),
                        Layout.strided(sizes, new long[] {all.stride(), 1}, targetElement),
                        dtype,
                        one,
                        Layout.strided(sizes, new long[] {0, 1}, 0));
    }

    @Override
    public void download(
            Stream stream, DType dtype, Buffer source, long sourceElement, MemorySegment target, long elements) {
        if (source instanceof BatchedBuffer b && b.level() == level && b.stride() != 0) {
            throw Refusals.item();
        }
        below.download(stream, dtype, same(source), sourceElement, target, elements);
    }

    @Override
    public double getDouble(Stream stream, DType dtype, Buffer buffer, long element) {
        return below.getDouble(stream, dtype, same(buffer), element);
    }

    @Override
    public long getLong(Stream stream, DType dtype, Buffer buffer, long element) {
        return below.getLong(stream, dtype, same(buffer), element);
    }

    /** The one buffer of an operand that is the same for all examples. */
    private Buffer same(Buffer buffer) {
        if (!(buffer instanceof BatchedBuffer b) || b.level() != level) {
            return buffer;
        }
        if (b.stride() != 0) {
            throw Refusals.item();
        }
        return b.inner();
    }

    @Override
    public void synchronize(Stream stream) {
        below.synchronize(stream);
    }

    @Override
    public ElementwiseKernels elementwise() {
        return elementwise;
    }

    @Override
    public ReductionKernels reductions() {
        return reductions;
    }

    @Override
    public IndexingKernels indexing() {
        return indexing;
    }

    @Override
    public LinalgKernels linalg() {
        return linalg;
    }

    @Override
    public ConvolutionKernels convolutions() {
        return convolutions;
    }

    @Override
    public PoolingKernels pooling() {
        return pooling;
    }

    @Override
    public NormalizationKernels normalizations() {
        return normalizations;
    }

    @Override
    public RandomKernels randoms() {
        return randoms;
    }

    @Override
    public OptimizerKernels optimizers() {
        throw Refusals.unsupported("a fused optimizer step");
    }

    @Override
    public MemoryUse memoryUse() {
        return below.memoryUse();
    }

    @Override
    public void emptyCache() {
        below.emptyCache();
    }
}
