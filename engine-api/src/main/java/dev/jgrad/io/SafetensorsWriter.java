package dev.jgrad.io;

import dev.jgrad.data.DType;
import dev.jgrad.tensor.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Writes safetensors files as the reference library does: wide dtypes first, data aligned to eight bytes. */
final class SafetensorsWriter {
    private static final int ALIGNMENT = 8;

    private SafetensorsWriter() {}

    static void write(Map<String, Tensor> tensors, Path path, Map<String, String> metadata) {
        List<Map.Entry<String, Tensor>> order = new ArrayList<>(tensors.entrySet());
        // A stable sort: within a width the caller's order stays, and every tensor lies at a multiple of its width.
        order.sort(Comparator.comparingInt(e -> -e.getValue().dtype().byteSize()));
        if (tensors.containsKey(SafetensorsHeader.METADATA)) {
            throw new CheckpointException("cannot save " + path + ": the format keeps the name '"
                    + SafetensorsHeader.METADATA + "' for itself; give the tensor another one");
        }
        byte[] header = header(order, metadata);
        AtomicFile.write(path, channel -> {
            ByteBuffer length = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
            writeAll(channel, length.putLong(0, header.length));
            writeAll(channel, ByteBuffer.wrap(header));
            for (Map.Entry<String, Tensor> e : order) {
                TensorBytes.writeTo(e.getValue(), buffer -> writeAll(channel, buffer));
            }
        });
    }

    private static void writeAll(FileChannel channel, ByteBuffer buffer) throws IOException {
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }

    private static byte[] header(List<Map.Entry<String, Tensor>> order, Map<String, String> metadata) {
        StringBuilder json = new StringBuilder("{");
        if (!metadata.isEmpty()) {
            json.append("\"__metadata__\":{");
            metadata.forEach((key, value) -> {
                quote(json, key);
                json.append(':');
                quote(json, value);
                json.append(',');
            });
            json.setCharAt(json.length() - 1, '}');
            json.append(',');
        }
        long at = 0;
        for (Map.Entry<String, Tensor> e : order) {
            Tensor t = e.getValue();
            DType dtype = t.dtype();
            long end = at + t.numel() * dtype.byteSize();
            quote(json, e.getKey());
            json.append(":{\"dtype\":\"")
                    .append(SafetensorsHeader.nameOf(dtype))
                    .append("\",\"shape\":[");
            long[] sizes = t.shape().toArray();
            for (int i = 0; i < sizes.length; i++) {
                json.append(i == 0 ? "" : ",").append(sizes[i]);
            }
            json.append("],\"data_offsets\":[")
                    .append(at)
                    .append(',')
                    .append(end)
                    .append("]},");
            at = end;
        }
        if (json.length() > 1) {
            json.setLength(json.length() - 1);
        }
        json.append('}');
        byte[] bytes = json.toString().getBytes(StandardCharsets.UTF_8);
        byte[] padded = java.util.Arrays.copyOf(bytes, Math.ceilDiv(bytes.length, ALIGNMENT) * ALIGNMENT);
        java.util.Arrays.fill(padded, bytes.length, padded.length, (byte) ' ');
        return padded;
    }

    private static void quote(StringBuilder out, String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < ' ' || Character.isSurrogate(c)) {
                out.append(String.format("\\u%04x", (int) c));
            } else {
                out.append(c);
            }
        }
        out.append('"');
    }
}
