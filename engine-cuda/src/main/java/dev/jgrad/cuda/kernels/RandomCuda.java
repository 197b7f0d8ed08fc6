package dev.jgrad.cuda.kernels;

import dev.jgrad.cuda.CudaBackend;
import dev.jgrad.cuda.CudaStream;
import dev.jgrad.cuda.compile.KernelArguments;
import dev.jgrad.cuda.compile.KernelFunction;
import dev.jgrad.cuda.graph.CudaRecording;
import dev.jgrad.data.DType;
import dev.jgrad.data.Layout;
import dev.jgrad.spi.Buffer;
import dev.jgrad.spi.RandomKernels;
import dev.jgrad.spi.Stream;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.util.Arrays;
import java.util.List;

/** Random numbers: {@code random.cu}. They are those of the CPU. */
public final class RandomCuda implements RandomKernels {
    private static final int TYPES = DType.values().length;
    private static final int BLOCK = 256;
    private static final long LOW = 0xFFFFFFFFL;
    private static final List<String> NAMES =
            Arrays.stream(Distribution.values()).map(Enum::name).toList();

    private final CudaBackend backend;
    private final KindTable table;

    /** Kernels for a device. */
    public RandomCuda(CudaBackend backend) {
        this.backend = backend;
        table = new KindTable(backend.kernels(), "random.cu", Distribution.values().length, TYPES, "_fill");
    }

    private record Of(DType dtype) implements KindTable.Variant {
        @Override
        public String[] defines() {
            return new String[] {"OUT=" + Operands.type(dtype)};
        }

        @Override
        public List<String> names() {
            return NAMES;
        }
    }

    @Override
    public void fill(
            Stream stream,
            Distribution distribution,
            DType dtype,
            Buffer out,
            Layout outLayout,
            long seed,
            long offset,
            double p,
            double q,
            long integerP,
            long integerQ) {
        if (outLayout.numel() == 0) {
            return;
        }
        CudaStream s = (CudaStream) stream;
        CudaRecording recording = s.recording();
        WalkPlan walk = WalkPlan.rowMajor(outLayout);
        KernelFunction kernel = table.get(
                dtype.ordinal(), distribution.ordinal(), distribution.name(), 0, walk.isWide(), new Of(dtype));
        KernelArguments a = kernel.arguments()
                .beginStruct(8)
                .address(Operands.output(s, dtype, out, outLayout))
                .int64(walk.count)
                .int64(seed)
                .int64(offset)
                .address(recording == null ? 0 : recording.shift(offset))
                .float64(p)
                .float64(q)
                .int64(integerP)
                .int64(integerQ);
        walk.write(a, 1);
        kernel.launch(s, kernel.blocksFor(walk.count / 2 + 1, BLOCK), BLOCK, 0, a.endStruct());
        Reference.reachabilityFence(out);
    }

    /** The Fisher-Yates shuffle goes one by one, so the host makes it: the order is the CPU's. */
    @Override
    public void permutation(Stream stream, Buffer out, long n, long seed, long offset) {
        long[] order = new long[Math.toIntExact(n)];
        for (int i = 0; i < order.length; i++) {
            order[i] = i;
        }
        for (int i = order.length - 1; i > 0; i--) {
            int j = (int) Math.unsignedMultiplyHigh(word(seed, offset + i / 2, i % 2), i + 1);
            long t = order[i];
            order[i] = order[j];
            order[j] = t;
        }
        if (n > 0) {
            backend.upload(stream, DType.INT64, out, 0, MemorySegment.ofArray(order), n);
        }
    }

    /** The first or second 64-bit word of a counter, as {@code random.cu} has it. */
    static long word(long seed, long counter, int which) {
        int k0 = (int) seed;
        int k1 = (int) (seed >>> 32);
        int x0 = (int) counter;
        int x1 = (int) (counter >>> 32);
        int x2 = 0;
        int x3 = 0;
        for (int round = 0; round < 10; round++) {
            long p0 = 0xD2511F53L * (x0 & LOW);
            long p1 = 0xCD9E8D57L * (x2 & LOW);
            x0 = (int) (p1 >>> 32) ^ x1 ^ k0;
            x2 = (int) (p0 >>> 32) ^ x3 ^ k1;
            x1 = (int) p1;
            x3 = (int) p0;
            k0 += 0x9E3779B9;
            k1 += 0xBB67AE85;
        }
        return which == 0 ? (x0 & LOW) | (long) x1 << 32 : (x2 & LOW) | (long) x3 << 32;
    }
}
