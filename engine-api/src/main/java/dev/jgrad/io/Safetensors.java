package dev.jgrad.io;

import dev.jgrad.data.DType;
import dev.jgrad.data.Device;
import dev.jgrad.data.Shape;
import dev.jgrad.tensor.Tensor;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * An open {@code .safetensors} file. Opening reads the header only; a tensor's bytes are read when it is asked for, and
 * copied, so that tensors outlive the file. Usable from several threads.
 *
 * <pre>{@code
 * try (var file = Safetensors.open(path)) {
 *     Tensor weight = file.tensor("fc.weight");
 * }
 * }</pre>
 */
public final class Safetensors implements AutoCloseable {
    private final MappedFile file;
    private final SafetensorsHeader header;

    private Safetensors(MappedFile file, SafetensorsHeader header) {
        this.file = file;
        this.header = header;
    }

    /**
     * Opens a file and checks its header.
     *
     * @throws CheckpointException when it cannot be read or is no valid safetensors file
     */
    public static Safetensors open(Path path) {
        MappedFile file = MappedFile.open(path);
        try {
            return new Safetensors(file, file.guarded(SafetensorsHeader::read));
        } catch (RuntimeException e) {
            file.close();
            throw e;
        }
    }

    /**
     * All tensors of a file, in its order, on the CPU.
     *
     * @throws CheckpointException when it cannot be read or is no valid safetensors file
     */
    public static Map<String, Tensor> load(Path path) {
        return load(path, Device.CPU);
    }

    /** The same on a device. */
    public static Map<String, Tensor> load(Path path, Device device) {
        return MappedFile.read(path, file -> readAll(file, device));
    }

    static Map<String, Tensor> readAll(MappedFile file, Device device) {
        Map<String, Tensor> out = new LinkedHashMap<>();
        SafetensorsHeader.read(file).entries().forEach((name, entry) -> out.put(name, tensor(file, entry, device)));
        return out;
    }

    static Tensor tensor(MappedFile file, SafetensorsHeader.Entry entry, Device device) {
        return HostTensors.copyOf(file.slice(entry.begin(), entry.byteSize()), entry.dtype(), device, entry.sizes());
    }

    /**
     * Writes tensors; an older file of that name is replaced only when the new one is complete.
     *
     * @throws CheckpointException when writing fails
     */
    public static void save(Map<String, Tensor> tensors, Path path) {
        save(tensors, path, Map.of());
    }

    /** The same with a table of texts for the reader, such as {@code format: pt}. */
    public static void save(Map<String, Tensor> tensors, Path path, Map<String, String> metadata) {
        SafetensorsWriter.write(tensors, path, metadata);
    }

    /** The names of all tensors, in the order of the header. */
    public Set<String> names() {
        return Collections.unmodifiableSet(header.entries().keySet());
    }

    /** The texts the writer added, often empty. */
    public Map<String, String> metadata() {
        return Collections.unmodifiableMap(header.metadata());
    }

    /** The dtype of a tensor, without reading it. */
    public DType dtype(String name) {
        return entry(name).dtype();
    }

    /** The shape of a tensor, without reading it. */
    public Shape shape(String name) {
        return Shape.of(entry(name).sizes());
    }

    /**
     * Reads one tensor to the CPU.
     *
     * @throws CheckpointException when the file has none of that name
     */
    public Tensor tensor(String name) {
        return tensor(name, Device.CPU);
    }

    /** Reads one tensor to a device. */
    public Tensor tensor(String name, Device device) {
        SafetensorsHeader.Entry entry = entry(name);
        return file.guarded(f -> tensor(f, entry, device));
    }

    private SafetensorsHeader.Entry entry(String name) {
        SafetensorsHeader.Entry entry = header.entry(name);
        if (entry == null) {
            throw new CheckpointException(file.path() + " has no tensor '" + name + "'; names() lists those it has");
        }
        return entry;
    }

    /** Gives the mapping back. Tensors that were read stay valid. */
    @Override
    public void close() {
        file.close();
    }
}
