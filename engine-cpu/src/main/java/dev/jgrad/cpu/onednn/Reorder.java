package dev.jgrad.cpu.onednn;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.jgrad.data.JgradException;
import java.lang.invoke.MethodHandle;

/** Copies between formats of the same sizes. */
final class Reorder {
    private static final MethodHandle DESCRIPTOR = Dnnl.handle(
            "dnnl_reorder_primitive_desc_create", JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG);

    private Reorder() {}

    /** Copies from one format to another; each is a {@link TensorFormat} or a {@link Format}. */
    static void run(Workspace workspace, int threads, Object from, long source, Object to, long target) {
        PrimitiveKey key = new PrimitiveKey("reorder", threads, new Object[] {from, to}, new long[0]);
        Primitive primitive = workspace.primitive(key, k -> {
            try (Descriptors d = new Descriptors()) {
                long s = descriptor(d, from);
                long t = descriptor(d, to);
                return Primitive.createAtAnyPrice(
                        k,
                        attributes -> Dnnl.createOrZero(
                                out -> (int)
                                        DESCRIPTOR.invokeExact(out, s, Dnnl.engine(), t, Dnnl.engine(), attributes),
                                k.toString()),
                        Dnnl.ARG_SRC,
                        Dnnl.ARG_DST);
            }
        });
        if (primitive == null) {
            throw new JgradException("oneDNN: not implemented: " + key);
        }
        primitive.set(0, source).set(1, target).run(workspace);
    }

    private static long descriptor(Descriptors d, Object format) {
        return format instanceof Format f ? d.of(f) : d.of((TensorFormat) format);
    }
}
