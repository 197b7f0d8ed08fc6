package dev.jgrad.cuda.kernels;

import dev.jgrad.cuda.CudaBackend;
import dev.jgrad.cuda.CudaBuffer;
import dev.jgrad.cuda.CudaStream;
import dev.jgrad.cuda.compile.KernelArguments;
import dev.jgrad.cuda.compile.KernelFunction;
import dev.jgrad.data.Layout;
import org.jspecify.annotations.Nullable;

/**
 * How a reduction is spread over blocks: the host's side of {@code reduce.cuh}. Lanes run along the reduced elements,
 * outputs lie beside each other; where outputs are few, the reduced elements are cut into slices, and a second launch
 * merges what they left.
 */
final class ReduceGrid {
    private static final int BLOCK = 256;
    private static final int WARP = 32;
    /** Elements a lane takes at least before slices are made. */
    private static final long PER_LANE = 16;

    private static final long MOST_SLICES = 1024;
    /** Bytes of the widest accumulator. */
    private static final long ACCUMULATOR = 16;

    /** Places of each operand by output, and by reduced element. */
    final WalkPlan outputs;

    final WalkPlan elements;
    private final boolean lanesAlongX;
    private final int lanes;
    private final int abreast;
    private final long slices;
    private final long sliceLength;

    private ReduceGrid(WalkPlan outputs, WalkPlan elements, long residentThreads) {
        this.outputs = outputs;
        this.elements = elements;
        long kept = outputs.count;
        long reduced = elements.count;
        lanesAlongX = kept == 1 || reduced > 1 && elements.innerStride(0) <= outputs.innerStride(0);
        lanes = lanes(lanesAlongX, kept, reduced);
        abreast = lanesAlongX ? BLOCK / lanes : abreast(kept);
        long blocks = (kept + abreast - 1) / abreast;
        long wanted = Math.max(1, 2 * residentThreads / BLOCK);
        long possible = Math.max(1, reduced / (lanes * PER_LANE));
        long cut = Math.max(1, Math.min(MOST_SLICES, Math.min(possible, wanted / Math.max(1, blocks))));
        sliceLength = Math.max(1, (reduced + cut - 1) / cut);
        slices = Math.max(1, (reduced + sliceLength - 1) / sliceLength);
    }

    private static int abreast(long kept) {
        return Math.max(2, Math.min(WARP, Operands.powerOfTwo(kept)));
    }

    private static int lanes(boolean alongX, long kept, long reduced) {
        int all = Operands.powerOfTwo(reduced);
        if (!alongX) {
            return Math.min(BLOCK / abreast(kept), all);
        }
        // Four elements a lane where there are many, but whole warps for the sake of memory.
        int few = Math.min(all, WARP);
        return Math.max(few, Math.min(BLOCK, Operands.powerOfTwo(reduced / 4)));
    }

    /**
     * A grid for some operands.
     *
     * @param kept layouts of what each operand has by output
     * @param reduced layouts of what some of them have by reduced element
     */
    static ReduceGrid of(CudaBackend backend, Layout[] kept, Layout[] reduced) {
        long resident = backend.properties().residentThreads();
        return new ReduceGrid(WalkPlan.of(kept), WalkPlan.of(reduced), resident);
    }

    /** The part of a layout whose dimensions are reduced, or the other one; the offset is left to the address. */
    static Layout part(Layout layout, boolean[] reduced, boolean wanted) {
        int n = 0;
        for (boolean r : reduced) {
            n += r == wanted ? 1 : 0;
        }
        long[] sizes = new long[n];
        long[] strides = new long[n];
        int k = 0;
        for (int d = 0; d < reduced.length; d++) {
            if (reduced[d] == wanted) {
                sizes[k] = layout.size(d);
                strides[k++] = layout.stride(d);
            }
        }
        return Layout.strided(sizes, strides, 0);
    }

    boolean isWide() {
        return outputs.isWide() || elements.isWide();
    }

    /** Writes the rest of a call's struct behind its own fields; asked once or twice. */
    interface Head {
        KernelArguments write(KernelArguments a);
    }

    /**
     * Starts the first kernel and, where there are slices, the second.
     *
     * @param n operands by output, and {@code m} by element, as the kernel's walks have them
     */
    void launch(
            CudaBackend backend,
            CudaStream stream,
            KernelFunction reduce,
            KernelFunction finish,
            int n,
            int m,
            Head head) {
        CudaBuffer partial = slices > 1 ? backend.allocateBytes(slices * outputs.count * ACCUMULATOR) : null;
        try {
            KernelArguments a = arguments(reduce, head, partial, stream, lanesAlongX, n, m);
            int grid = Math.toIntExact((outputs.count + abreast - 1) / abreast);
            int x = lanesAlongX ? lanes : abreast;
            int y = lanesAlongX ? abreast : lanes;
            reduce.launch(stream, grid, (int) slices, 1, x, y, 1, 0, a);
            if (partial != null) {
                boolean alongX = outputs.count < WARP;
                int width = alongX
                        ? Math.max(WARP, Math.min(BLOCK, Operands.powerOfTwo(slices)))
                        : Math.min(BLOCK / WARP, Operands.powerOfTwo(slices));
                int beside = alongX ? BLOCK / width : WARP;
                KernelArguments b = arguments(finish, head, partial, stream, alongX, n, m);
                int blocks = Math.toIntExact((outputs.count + beside - 1) / beside);
                finish.launch(stream, blocks, 1, 1, alongX ? width : beside, alongX ? beside : width, 1, 0, b);
            }
        } finally {
            if (partial != null) {
                partial.release();
            }
        }
    }

    private KernelArguments arguments(
            KernelFunction kernel,
            Head head,
            @Nullable CudaBuffer partial,
            CudaStream stream,
            boolean alongX,
            int n,
            int m) {
        KernelArguments a = head.write(kernel.arguments().beginStruct(8))
                .address(partial == null ? 0 : partial.output(stream))
                .int64(outputs.count)
                .int64(elements.count)
                .int64(slices)
                .int64(sliceLength)
                .int64(alongX ? 1 : 0);
        outputs.write(a, n);
        elements.write(a, m);
        return a.endStruct();
    }
}
