package dev.jgrad.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;

/**
 * Writes a zip file of stored records as PyTorch does: each record's bytes begin at a multiple of 64, so that a reader
 * can use them where they lie, and its size and checksum follow it, so that nothing is written twice. Zip64 where a
 * size needs it.
 */
final class ZipWriter {
    static final int ALIGNMENT = 64;

    private static final int VERSION_ZIP64 = 45;
    private static final int FLAGS = 0x0808; // sizes follow the data; names are UTF-8
    private static final long MAX = 0xffffffffL;
    private static final int DATE = 1 << 5 | 1; // 1 January 1980: the same values give the same bytes

    /** Writes the bytes of a record. */
    interface Content {
        void writeTo(TensorBytes.Sink sink) throws IOException;
    }

    private record Entry(byte[] name, long crc, long size, long local) {}

    private final FileChannel channel;
    private final List<Entry> entries = new ArrayList<>();
    private long at;

    ZipWriter(FileChannel channel) {
        this.channel = channel;
    }

    void add(String name, byte[] content) throws IOException {
        add(name, sink -> sink.accept(ByteBuffer.wrap(content)));
    }

    void add(String name, Content content) throws IOException {
        byte[] utf8 = name.getBytes(StandardCharsets.UTF_8);
        long local = at;
        write(localHeader(utf8));
        long start = at;
        CRC32 crc = new CRC32();
        content.writeTo(bytes -> {
            crc.update(bytes.duplicate());
            write(bytes);
        });
        Entry entry = new Entry(utf8, crc.getValue(), at - start, local);
        entries.add(entry);
        write(descriptor(entry));
    }

    private ByteBuffer localHeader(byte[] name) {
        // The extra field "FB" fills the gap up to the alignment.
        int gap = (int) (-(at + 30 + name.length + 4) & (ALIGNMENT - 1));
        ByteBuffer out = buffer(30 + name.length + 4 + gap);
        out.putInt(0x04034b50).putShort((short) 20).putShort((short) FLAGS).putShort((short) 0);
        out.putShort((short) 0).putShort((short) DATE);
        out.putInt(0).putInt(0).putInt(0);
        out.putShort((short) name.length).putShort((short) (4 + gap)).put(name);
        out.put((byte) 'F').put((byte) 'B').putShort((short) gap);
        while (out.hasRemaining()) {
            out.put((byte) 'Z');
        }
        return out.flip();
    }

    private static ByteBuffer descriptor(Entry e) {
        ByteBuffer out = buffer(24).putInt(0x08074b50).putInt((int) e.crc);
        return (e.size >= MAX
                        ? out.putLong(e.size).putLong(e.size)
                        : out.putInt((int) e.size).putInt((int) e.size))
                .flip();
    }

    private static ByteBuffer central(Entry e) {
        boolean bigSize = e.size >= MAX;
        boolean bigPlace = e.local >= MAX;
        int extra = (bigSize ? 16 : 0) + (bigPlace ? 8 : 0);
        int extraField = extra == 0 ? 0 : 4 + extra;
        ByteBuffer out = buffer(46 + e.name.length + extraField);
        short version = (short) (extra == 0 ? 20 : VERSION_ZIP64);
        out.putInt(0x02014b50)
                .putShort(version)
                .putShort(version)
                .putShort((short) FLAGS)
                .putShort((short) 0);
        out.putShort((short) 0).putShort((short) DATE);
        int size = (int) (bigSize ? MAX : e.size);
        out.putInt((int) e.crc).putInt(size).putInt(size);
        out.putShort((short) e.name.length).putShort((short) extraField).putShort((short) 0);
        out.putShort((short) 0).putShort((short) 0).putInt(0);
        out.putInt((int) (bigPlace ? MAX : e.local)).put(e.name);
        if (extra > 0) {
            out.putShort((short) 1).putShort((short) extra);
            if (bigSize) {
                out.putLong(e.size).putLong(e.size);
            }
            if (bigPlace) {
                out.putLong(e.local);
            }
        }
        return out.flip();
    }

    /** Writes the directory; nothing comes after it. */
    void finish() throws IOException {
        long start = at;
        for (Entry e : entries) {
            write(central(e));
        }
        long size = at - start;
        long end64 = at;
        int count = entries.size();
        // Always with the zip64 end, as PyTorch writes it; readers that do not need it skip it.
        ByteBuffer out = buffer(56 + 20 + 22);
        out.putInt(0x06064b50).putLong(44).putShort((short) VERSION_ZIP64).putShort((short) VERSION_ZIP64);
        out.putInt(0).putInt(0).putLong(count).putLong(count).putLong(size).putLong(start);
        out.putInt(0x07064b50).putInt(0).putLong(end64).putInt(1);
        short few = (short) Math.min(count, 0xffff);
        out.putInt(0x06054b50)
                .putShort((short) 0)
                .putShort((short) 0)
                .putShort(few)
                .putShort(few);
        out.putInt((int) Math.min(size, MAX)).putInt((int) Math.min(start, MAX)).putShort((short) 0);
        write(out.flip());
    }

    private static ByteBuffer buffer(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }

    private void write(ByteBuffer bytes) throws IOException {
        at += bytes.remaining();
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }
}
