package dev.jgrad.io;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Function;

/** A file mapped into memory, read-only: only the pages that someone looks at are read. All access is checked. */
final class MappedFile implements AutoCloseable {
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfShort SHORT =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private final Path path;
    private final Arena arena;
    private final MemorySegment bytes;

    private MappedFile(Path path, Arena arena, MemorySegment bytes) {
        this.path = path;
        this.arena = arena;
        this.bytes = bytes;
    }

    /**
     * Maps a file.
     *
     * @throws CheckpointException when there is no such file or it cannot be read
     */
    static MappedFile open(Path path) {
        if (Files.isDirectory(path)) {
            throw new CheckpointException(path + " is a folder, not a checkpoint; name a file in it");
        }
        Arena arena = Arena.ofShared();
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            MemorySegment bytes = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
            return new MappedFile(path, arena, bytes);
        } catch (NoSuchFileException e) {
            arena.close();
            throw new CheckpointException("there is no file " + path + "; check the path", e);
        } catch (IOException | UnsupportedOperationException e) {
            arena.close();
            throw new CheckpointException("cannot read " + path + ": " + e, e);
        }
    }

    /** Runs a parser over a file, gives the mapping back and names the file in whatever goes wrong. */
    static <T> T read(Path path, Function<MappedFile, T> parser) {
        try (MappedFile file = open(path)) {
            return file.guarded(parser);
        }
    }

    /** Runs a parser and turns its findings into exceptions that name this file. */
    <T> T guarded(Function<MappedFile, T> parser) {
        if (!arena.scope().isAlive()) {
            throw new CheckpointException(path + " was closed; read tensors before that, or open it again");
        }
        try {
            return parser.apply(this);
        } catch (FormatException e) {
            String advice =
                    e.isDamage() ? ". If it was downloaded or copied, fetch it again; nothing was loaded." : ".";
            throw new CheckpointException(path + " cannot be loaded: " + e.getMessage() + advice, e);
        } catch (InternalError e) {
            // The JVM's answer when a mapped page is gone because somebody shortened the file meanwhile.
            throw new CheckpointException(
                    path + " changed while it was read; load it again when nobody writes to it", e);
        }
    }

    Path path() {
        return path;
    }

    long size() {
        return bytes.byteSize();
    }

    /** A part of the file without copying it; valid until {@link #close}. */
    MemorySegment slice(long at, long length) {
        check(at, length);
        return bytes.asSlice(at, length);
    }

    int u8(long at) {
        check(at, 1);
        return bytes.get(ValueLayout.JAVA_BYTE, at) & 0xff;
    }

    int u16(long at) {
        check(at, 2);
        return bytes.get(SHORT, at) & 0xffff;
    }

    int i32(long at) {
        check(at, 4);
        return bytes.get(INT, at);
    }

    long u32(long at) {
        return i32(at) & 0xffffffffL;
    }

    long i64(long at) {
        check(at, 8);
        return bytes.get(LONG, at);
    }

    byte[] bytes(long at, long length) {
        check(at, length);
        return bytes.asSlice(at, length).toArray(ValueLayout.JAVA_BYTE);
    }

    /** Text in UTF-8; refuses bytes that are none. */
    String utf8(long at, long length) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(java.nio.ByteBuffer.wrap(bytes(at, length)))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new FormatException("the text at byte " + at + " is not UTF-8");
        }
    }

    private void check(long at, long length) {
        if (at < 0 || length < 0 || at > size() - length) {
            throw new FormatException("it ends too early: " + length + " bytes at " + at + " are needed, the file has "
                    + size() + " bytes");
        }
    }

    @Override
    public void close() {
        arena.close();
    }
}
