package dev.jgrad.io;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The records of a zip file that are stored without compression, which is how PyTorch writes them: each is a range of
 * the mapped file. Zip64 as well. Records never overlap, so all together are no larger than the file.
 */
final class ZipDirectory {
    private static final int END = 0x06054b50;
    private static final int END64_LOCATOR = 0x07064b50;
    private static final int END64 = 0x06064b50;
    private static final int CENTRAL = 0x02014b50;
    private static final int LOCAL = 0x04034b50;
    private static final int END_SIZE = 22;
    private static final int MAX_COMMENT = 0xffff;
    private static final long ABSENT = 0xffffffffL;

    /** Where the bytes of a record lie. */
    record Record(String name, long start, long length) {}

    private final MappedFile file;
    private final Map<String, Record> records = new HashMap<>();
    private final List<Extent> extents = new ArrayList<>();

    /** What a record takes in the file, its header included. */
    private record Extent(long from, long to) {}

    private ZipDirectory(MappedFile file) {
        this.file = file;
    }

    static ZipDirectory read(MappedFile file) {
        ZipDirectory out = new ZipDirectory(file);
        out.readCentral(out.findEnd());
        out.checkOverlaps();
        return out;
    }

    Map<String, Record> records() {
        return records;
    }

    private long findEnd() {
        long lowest = Math.max(0, file.size() - END_SIZE - MAX_COMMENT);
        for (long at = file.size() - END_SIZE; at >= lowest; at--) {
            if (file.i32(at) == END && at + END_SIZE + file.u16(at + 20) == file.size()) {
                return at;
            }
        }
        throw new FormatException("it begins as a zip file but does not end as one: it is not complete");
    }

    private void readCentral(long end) {
        long count = file.u16(end + 10);
        long size = file.u32(end + 12);
        long start = file.u32(end + 16);
        long limit = end;
        if (end >= 20 && file.i32(end - 20) == END64_LOCATOR) {
            long end64 = file.i64(end - 12);
            if (end64 < 0 || file.i32(end64) != END64) {
                throw new FormatException("the end of its zip directory is damaged");
            }
            count = file.i64(end64 + 32);
            size = file.i64(end64 + 40);
            start = file.i64(end64 + 48);
            limit = end64;
        }
        if (start < 0 || size < 0 || count < 0 || start > limit - size || count > size / 46) {
            throw new FormatException("its zip directory does not lie where its end says");
        }
        long at = start;
        for (long i = 0; i < count; i++) {
            at = readEntry(at, start);
        }
        if (at != start + size) {
            throw new FormatException("its zip directory has another size than its end says");
        }
    }

    private long readEntry(long at, long directory) {
        if (file.i32(at) != CENTRAL) {
            throw new FormatException("its zip directory is damaged at byte " + at);
        }
        int flags = file.u16(at + 8);
        int method = file.u16(at + 10);
        long packed = file.u32(at + 20);
        long length = file.u32(at + 24);
        int nameLength = file.u16(at + 28);
        int extraLength = file.u16(at + 30);
        int commentLength = file.u16(at + 32);
        long local = file.u32(at + 42);
        String name = file.utf8(at + 46, nameLength);
        long extra = at + 46 + nameLength;
        long next = extra + extraLength + commentLength;
        if (length == ABSENT || packed == ABSENT || local == ABSENT) {
            long field = findZip64(extra, extra + extraLength, name);
            length = length == ABSENT ? file.i64(field) : length;
            field += file.u32(at + 24) == ABSENT ? 8 : 0;
            packed = packed == ABSENT ? file.i64(field) : packed;
            field += file.u32(at + 20) == ABSENT ? 8 : 0;
            local = local == ABSENT ? file.i64(field) : local;
        }
        if (name.endsWith("/")) {
            return next;
        }
        if (method != 0 || (flags & 1) != 0 || packed != length) {
            throw FormatException.unsupported(
                    "its record '" + name + "' is compressed or encrypted, which PyTorch never does; pack"
                            + " the records without compression (zip -0), or load and save the file in PyTorch");
        }
        add(name, local, length, directory);
        return next;
    }

    private long findZip64(long from, long to, String name) {
        for (long at = from; at + 4 <= to; at += 4 + file.u16(at + 2)) {
            if (file.u16(at) == 1) {
                return at + 4;
            }
        }
        throw new FormatException("its record '" + name + "' has no size");
    }

    private void add(String name, long local, long length, long directory) {
        if (local < 0 || local > directory || file.i32(local) != LOCAL) {
            throw new FormatException("its record '" + name + "' does not lie where its zip directory says");
        }
        long start = local + 30 + file.u16(local + 26) + file.u16(local + 28);
        if (length < 0 || start > directory - length) {
            throw new FormatException("its record '" + name + "' is cut off");
        }
        if (records.put(name, new Record(name, start, length)) != null) {
            throw new FormatException("it has two records '" + name + "'");
        }
        extents.add(new Extent(local, start + length));
    }

    private void checkOverlaps() {
        extents.sort(Comparator.comparingLong(Extent::from));
        for (int i = 1; i < extents.size(); i++) {
            if (extents.get(i).from() < extents.get(i - 1).to()) {
                throw new FormatException("its zip records overlap");
            }
        }
    }
}
