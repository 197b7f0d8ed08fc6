package dev.jgrad.io;

import dev.jgrad.data.DType;
import dev.jgrad.data.Dims;
import dev.jgrad.data.ShapeException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a safetensors file says about itself: an eight-byte length, then JSON with a dtype, a shape and a byte range per
 * tensor. Checked as the reference library does: the ranges cover the rest of the file without holes or overlaps and
 * agree with dtype and shape.
 */
record SafetensorsHeader(Map<String, Entry> entries, Map<String, String> metadata) {
    /** The limit of the reference library. */
    private static final long MAX_HEADER = 100_000_000;

    private static final int MAX_RANK = 255;

    /** The one name that is no tensor's. */
    static final String METADATA = "__metadata__";

    /** One tensor: {@code begin} is a position in the file. */
    record Entry(DType dtype, long[] sizes, long begin, long byteSize) {}

    static SafetensorsHeader read(MappedFile file) {
        if (file.size() < 8) {
            throw new FormatException("it has " + file.size() + " bytes, a safetensors file begins with 8 bytes for the"
                    + " length of its header");
        }
        long length = file.i64(0);
        if (length < 2 || length > Math.min(MAX_HEADER, file.size() - 8)) {
            throw new FormatException("its header is said to be " + Long.toUnsignedString(length)
                    + " bytes long, the file has " + file.size() + " and the limit is " + MAX_HEADER);
        }
        if (file.u8(8) != '{') {
            throw new FormatException("its header does not begin with '{'");
        }
        SafetensorsHeader header = parse(file.utf8(8, length), 8 + length);
        header.checkCoverage(8 + length, file.size());
        return header;
    }

    private static SafetensorsHeader parse(String json, long dataStart) {
        JsonReader in = new JsonReader(json);
        Map<String, Entry> entries = new LinkedHashMap<>();
        Map<String, String> metadata = null;
        in.beginObject();
        String name;
        for (boolean first = true; (name = in.nextName(first)) != null; first = false) {
            boolean twice;
            if (name.equals(METADATA)) {
                twice = metadata != null;
                metadata = metadata(in);
            } else {
                twice = entries.put(name, entry(in, name, dataStart)) != null;
            }
            if (twice) {
                throw new FormatException("its header names '" + name + "' twice");
            }
        }
        in.end();
        return new SafetensorsHeader(entries, metadata == null ? Map.of() : metadata);
    }

    private static Map<String, String> metadata(JsonReader in) {
        Map<String, String> out = new LinkedHashMap<>();
        in.beginObject();
        String name;
        for (boolean first = true; (name = in.nextName(first)) != null; first = false) {
            out.put(name, in.string());
        }
        return out;
    }

    private static Entry entry(JsonReader in, String tensor, long dataStart) {
        DType dtype = null;
        long[] sizes = null;
        long[] range = null;
        in.beginObject();
        String name;
        for (boolean first = true; (name = in.nextName(first)) != null; first = false) {
            boolean twice = switch (name) {
                case "dtype" -> dtype != null;
                case "shape" -> sizes != null;
                case "data_offsets" -> range != null;
                default -> throw new FormatException("tensor '" + tensor + "' has an unknown field '" + name + "'");
            };
            if (twice) {
                throw new FormatException("tensor '" + tensor + "' has two fields '" + name + "'");
            }
            switch (name) {
                case "dtype" -> dtype = dtype(in.string(), tensor);
                case "shape" -> sizes = numbers(in, tensor, MAX_RANK);
                default -> range = numbers(in, tensor, 2);
            }
        }
        if (dtype == null || sizes == null || range == null || range.length != 2) {
            throw new FormatException("tensor '" + tensor + "' lacks its dtype, shape or data_offsets");
        }
        return entry(tensor, dtype, sizes, range, dataStart);
    }

    private static Entry entry(String tensor, DType dtype, long[] sizes, long[] range, long dataStart) {
        long bytes;
        try {
            bytes = Math.multiplyExact(Dims.numel(sizes), (long) dtype.byteSize());
        } catch (ShapeException | ArithmeticException e) {
            bytes = -1;
        }
        if (range[1] - range[0] != bytes) {
            throw new FormatException("tensor '" + tensor + "' has a shape of " + dtype
                    + java.util.Arrays.toString(sizes) + " that does not fit its byte range " + range[0] + " to "
                    + range[1]);
        }
        return new Entry(dtype, sizes, dataStart + range[0], bytes);
    }

    private static long[] numbers(JsonReader in, String tensor, int limit) {
        List<Long> out = new ArrayList<>();
        in.beginArray();
        for (boolean first = true; in.hasNext(first); first = false) {
            if (out.size() == limit) {
                throw new FormatException("tensor '" + tensor + "' has a list of more than " + limit + " numbers");
            }
            out.add(in.wholeNumber());
        }
        return out.stream().mapToLong(Long::longValue).toArray();
    }

    private static DType dtype(String name, String tensor) {
        for (DType dtype : DType.values()) {
            if (nameOf(dtype).equals(name)) {
                return dtype;
            }
        }
        throw FormatException.unsupported(
                "tensor '" + tensor + "' has dtype '" + name + "', which jgrad does not have");
    }

    /** The name of a dtype in this format. */
    static String nameOf(DType dtype) {
        return switch (dtype) {
            case FLOAT64 -> "F64";
            case FLOAT32 -> "F32";
            case FLOAT16 -> "F16";
            case BFLOAT16 -> "BF16";
            case INT64 -> "I64";
            case INT32 -> "I32";
            case INT16 -> "I16";
            case INT8 -> "I8";
            case UINT8 -> "U8";
            case BOOL -> "BOOL";
        };
    }

    private void checkCoverage(long dataStart, long fileSize) {
        List<Map.Entry<String, Entry>> sorted = new ArrayList<>(entries.entrySet());
        sorted.sort(Comparator.<Map.Entry<String, Entry>>comparingLong(
                        e -> e.getValue().begin())
                .thenComparingLong(e -> e.getValue().byteSize()));
        long at = dataStart;
        for (Map.Entry<String, Entry> e : sorted) {
            if (e.getValue().begin() != at) {
                throw new FormatException("the data of tensor '" + e.getKey() + "' begins at byte "
                        + e.getValue().begin() + " of the file, but the tensor before it ends at " + at);
            }
            at += e.getValue().byteSize();
        }
        if (at != fileSize) {
            throw new FormatException("its tensors end at byte " + at + ", but the file has " + fileSize + " bytes");
        }
    }

    @Nullable
    Entry entry(String name) {
        return entries.get(name);
    }
}
