package dev.jgrad.op;

import dev.jgrad.data.Broadcasting;
import dev.jgrad.data.Layout;
import dev.jgrad.data.ShapeException;
import java.util.Arrays;

/** What a tensor must be to be written to in place. */
final class WriteChecks {
    private WriteChecks() {}

    /** The other operand broadcasts to the sizes that are written to. */
    static void checkBroadcastInto(String op, long[] target, long[] other) {
        long[] both = Broadcasting.sizes(target, other);
        if (!Arrays.equals(both, target)) {
            throw new ShapeException("output with shape " + Arrays.toString(target)
                    + " doesn't match the broadcast shape " + Arrays.toString(both) + " (in " + op + "_)");
        }
    }

    /** No two elements that are written share their memory. */
    static void checkWritable(String op, Layout layout) {
        if (layout.numel() > 1 && layout.mayOverlap()) {
            throw new ShapeException("unsupported operation: more than one element of the written-to tensor refers to a"
                    + " single memory location. Please clone() the tensor before performing the operation. (in " + op
                    + "_)");
        }
    }
}
