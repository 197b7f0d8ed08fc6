package dev.jgrad.it.fuzz;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Texts and arrays between processes. */
final class Wire {
    private Wire() {}

    static void text(DataOutput out, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    static String text(DataInput in) throws IOException {
        byte[] bytes = new byte[in.readInt()];
        in.readFully(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    static void longs(DataOutput out, long[] values) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(8 * values.length);
        bytes.asLongBuffer().put(values);
        out.writeInt(values.length);
        out.write(bytes.array());
    }

    static long[] longs(DataInput in) throws IOException {
        byte[] bytes = new byte[8 * in.readInt()];
        in.readFully(bytes);
        long[] values = new long[bytes.length / 8];
        ByteBuffer.wrap(bytes).asLongBuffer().get(values);
        return values;
    }

    static void arrays(DataOutput out, List<long[]> arrays) throws IOException {
        out.writeInt(arrays.size());
        for (long[] a : arrays) {
            longs(out, a);
        }
    }

    static List<long[]> arrays(DataInput in) throws IOException {
        List<long[]> out = new ArrayList<>();
        for (int n = in.readInt(); n > 0; n--) {
            out.add(longs(in));
        }
        return out;
    }
}
