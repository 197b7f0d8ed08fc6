package dev.jgrad.cpu.onednn;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.invoke.MethodHandle;

/** Operations appended to a primitive, applied to each result before it is stored. */
final class Attributes {
    private static final int RELU = 0x20;
    private static final int LINEAR = 0x26;

    private static final MethodHandle CREATE = Dnnl.handle("dnnl_post_ops_create", JAVA_LONG);
    private static final MethodHandle DESTROY = Dnnl.handle("dnnl_post_ops_destroy", JAVA_LONG);
    private static final MethodHandle SUM =
            Dnnl.handle("dnnl_post_ops_append_sum", JAVA_LONG, JAVA_FLOAT, JAVA_INT, JAVA_INT);
    private static final MethodHandle ELTWISE =
            Dnnl.handle("dnnl_post_ops_append_eltwise", JAVA_LONG, JAVA_INT, JAVA_FLOAT, JAVA_FLOAT);
    private static final MethodHandle SET = Dnnl.handle("dnnl_primitive_attr_set_post_ops", JAVA_LONG, JAVA_LONG);

    private Attributes() {}

    /** Makes the result {@code relu(alpha * result + beta * old content)}, leaving out what does nothing. */
    static void append(long attributes, float alpha, float beta, boolean relu) {
        if (alpha == 1 && beta == 0 && !relu) {
            return;
        }
        long list = Dnnl.create(out -> (int) CREATE.invokeExact(out), "dnnl_post_ops_create");
        try {
            if (alpha != 1) {
                Dnnl.check(Dnnl.status(() -> (int) ELTWISE.invokeExact(list, LINEAR, alpha, 0f)), "post op linear");
            }
            if (beta != 0) {
                // Data type 0: that of the result.
                Dnnl.check(Dnnl.status(() -> (int) SUM.invokeExact(list, beta, 0, 0)), "post op sum");
            }
            if (relu) {
                Dnnl.check(Dnnl.status(() -> (int) ELTWISE.invokeExact(list, RELU, 0f, 0f)), "post op relu");
            }
            Dnnl.check(Dnnl.status(() -> (int) SET.invokeExact(attributes, list)), "set_post_ops");
        } finally {
            Dnnl.check(Dnnl.status(() -> (int) DESTROY.invokeExact(list)), "dnnl_post_ops_destroy");
        }
    }
}
