package dev.jgrad.io;

import dev.jgrad.autograd.Grad;
import dev.jgrad.tensor.Tensor;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;

/** The elements of a tensor as a file holds them: row-major, little-endian, in pieces of bounded size. */
final class TensorBytes {
    private static final long PIECE = 8L << 20;

    /** Takes a piece. */
    interface Sink {
        void accept(ByteBuffer bytes) throws IOException;
    }

    private TensorBytes() {}

    static void writeTo(Tensor tensor, Sink sink) throws IOException {
        int width = tensor.dtype().byteSize();
        long elements = tensor.numel();
        if (elements == 0) {
            return;
        }
        Tensor flat = Grad.noGrad(() -> tensor.detach().contiguous().view(-1));
        long step = PIECE / width;
        byte[] piece = new byte[(int) (Math.min(step, elements) * width)];
        for (long at = 0; at < elements; at += step) {
            long count = Math.min(step, elements - at);
            Tensor part = count == elements ? flat : flat.narrow(0, at, count);
            part.copyTo(MemorySegment.ofArray(piece));
            sink.accept(ByteBuffer.wrap(piece, 0, (int) (count * width)));
        }
    }
}
