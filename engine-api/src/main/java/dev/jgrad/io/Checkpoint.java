package dev.jgrad.io;

import dev.jgrad.data.Device;
import dev.jgrad.tensor.Tensor;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Checkpoints: {@code torch.load} and {@code torch.save} for files that PyTorch writes and reads.
 *
 * <p>A checkpoint is a tensor, or a tree of maps, lists and plain values with tensors in it. Python's types and ours:
 *
 * <table>
 * <caption>What becomes what</caption>
 * <tr><th>Python</th><th>Java</th></tr>
 * <tr><td>dict, OrderedDict, Counter</td><td>{@link LinkedHashMap}, in order</td></tr>
 * <tr><td>list, tuple, set</td><td>{@link java.util.ArrayList}, {@link Tuple}, {@link java.util.LinkedHashSet}</td></tr>
 * <tr><td>int, float, bool, str, None</td><td>{@link Long} ({@link java.math.BigInteger} where it does not fit), {@link
 * Double}, {@link Boolean}, {@link String}, null</td></tr>
 * <tr><td>bytes, bytearray</td><td>{@code byte[]}</td></tr>
 * <tr><td>tensor, parameter</td><td>{@link Tensor}, those that shared memory share it again</td></tr>
 * <tr><td>torch.Size, dtype, device</td><td>{@link dev.jgrad.data.Shape}, {@link dev.jgrad.data.DType}, {@link Device}</td></tr>
 * </table>
 *
 * <p>Reading is safe for files from anywhere: nothing but these types is ever made, no code of the file is run, and
 * sizes are checked before memory is taken. Tensors come to the CPU unless another device is asked for, wherever they
 * were when they were saved.
 */
public final class Checkpoint {
    private Checkpoint() {}

    /**
     * Reads a {@code .pth} file, or a {@code .safetensors} file as a map; the content decides, not the name.
     *
     * @return what was saved; see the table above
     * @throws CheckpointException when the file cannot be read, is damaged or holds something that is not on the list
     */
    public static @Nullable Object load(Path path) {
        return load(path, Device.CPU);
    }

    /** The same with all tensors on a device. */
    public static @Nullable Object load(Path path, Device device) {
        return MappedFile.read(path, file -> switch (FileKind.of(file)) {
            case SAFETENSORS -> Safetensors.readAll(file, device);
            case ZIP -> revive(PthReader.readZip(file), device);
            case LEGACY -> revive(PthReader.readLegacy(file), device);
        });
    }

    private static @Nullable Object revive(PthContent content, Device device) {
        return content.revive(content.value(), device);
    }

    /**
     * Reads the tensors of a model by name, from either kind of file. A training checkpoint that keeps them under {@code
     * state_dict}, {@code model_state_dict} or {@code model} will do as well.
     *
     * @throws CheckpointException when the file cannot be read or is something else
     */
    public static Map<String, Tensor> loadStateDict(Path path) {
        return loadStateDict(path, Device.CPU);
    }

    /** The same with all tensors on a device. */
    public static Map<String, Tensor> loadStateDict(Path path, Device device) {
        return MappedFile.read(path, file -> switch (FileKind.of(file)) {
            case SAFETENSORS -> Safetensors.readAll(file, device);
            case ZIP -> stateDict(PthReader.readZip(file), device);
            case LEGACY -> stateDict(PthReader.readLegacy(file), device);
        });
    }

    /** Only the part that was asked for becomes tensors: an optimizer's state is twice as large as its model. */
    private static Map<String, Tensor> stateDict(PthContent content, Device device) {
        Map<String, Tensor> out = new LinkedHashMap<>();
        if (content.revive(content.stateDict(), device) instanceof Map<?, ?> map) {
            map.forEach((name, tensor) -> out.put((String) name, (Tensor) tensor));
        }
        return out;
    }

    /**
     * Writes a checkpoint that {@code torch.load} reads with its defaults: a tensor, or maps, lists, tuples and plain
     * values of the types above with tensors in them. Tensors that share memory share it after loading. An older file of
     * that name is replaced only when the new one is complete.
     *
     * @throws CheckpointException when the value holds something else, or writing fails
     */
    public static void save(@Nullable Object value, Path path) {
        PthWriter.write(value, path);
    }
}
