package dev.jgrad.io;

import dev.jgrad.data.DType;
import dev.jgrad.data.Device;
import dev.jgrad.data.Shape;
import dev.jgrad.tensor.Tensor;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The tensors of a model in an open {@code .pth} or {@code .safetensors} file, read one by one: opening looks at names
 * and shapes only, and the bytes of a tensor are read when it is asked for. For files that are larger than what is
 * needed of them; {@link Checkpoint#loadStateDict} reads everything at once and keeps shared memory shared.
 */
public final class StateDictFile implements AutoCloseable {
    private final MappedFile file;
    private final @Nullable SafetensorsHeader header;
    private final @Nullable PthContent content;
    private final Map<String, TensorRecord> records;

    private StateDictFile(MappedFile file, @Nullable SafetensorsHeader header, @Nullable PthContent content) {
        this.file = file;
        this.header = header;
        this.content = content;
        this.records = content == null ? Map.of() : content.stateDict();
    }

    /**
     * Opens a file; the content decides about its kind, not the name.
     *
     * @throws CheckpointException when it cannot be read or holds something else
     */
    public static StateDictFile open(Path path) {
        MappedFile file = MappedFile.open(path);
        try {
            return file.guarded(f -> switch (FileKind.of(f)) {
                case SAFETENSORS -> new StateDictFile(f, SafetensorsHeader.read(f), null);
                case ZIP -> new StateDictFile(f, null, PthReader.readZip(f));
                case LEGACY -> new StateDictFile(f, null, PthReader.readLegacy(f));
            });
        } catch (RuntimeException e) {
            file.close();
            throw e;
        }
    }

    /** The names of all tensors, in the order of the file. */
    public Set<String> names() {
        return Collections.unmodifiableSet(header != null ? header.entries().keySet() : records.keySet());
    }

    /** The dtype of a tensor, without reading it. */
    public DType dtype(String name) {
        return header != null
                ? entry(header, name).dtype()
                : record(name).storage().dtype();
    }

    /** The shape of a tensor, without reading it. */
    public Shape shape(String name) {
        return Shape.of(
                header != null ? entry(header, name).sizes() : record(name).sizes());
    }

    /**
     * Reads one tensor to the CPU. Memory that it shared with others is read for it alone.
     *
     * @throws CheckpointException when the file has none of that name
     */
    public Tensor tensor(String name) {
        return tensor(name, Device.CPU);
    }

    /** Reads one tensor to a device. */
    public Tensor tensor(String name, Device device) {
        if (content == null) {
            SafetensorsHeader.Entry entry = entry(java.util.Objects.requireNonNull(header), name);
            return file.guarded(f -> Safetensors.tensor(f, entry, device));
        }
        TensorRecord record = record(name);
        return file.guarded(f -> (Tensor) java.util.Objects.requireNonNull(content.revive(record, device)));
    }

    private SafetensorsHeader.Entry entry(SafetensorsHeader from, String name) {
        SafetensorsHeader.Entry entry = from.entry(name);
        if (entry == null) {
            throw missing(name);
        }
        return entry;
    }

    private TensorRecord record(String name) {
        TensorRecord record = records.get(name);
        if (record == null) {
            throw missing(name);
        }
        return record;
    }

    private CheckpointException missing(String name) {
        return new CheckpointException(file.path() + " has no tensor '" + name + "'; names() lists those it has");
    }

    /** Gives the mapping back. Tensors that were read stay valid. */
    @Override
    public void close() {
        file.close();
    }
}
