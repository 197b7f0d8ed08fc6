package dev.jgrad.io;

import dev.jgrad.data.Device;
import dev.jgrad.tensor.Tensor;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
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
    private static final List<String> WRAPPERS = List.of("state_dict", "model_state_dict", "model");

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
            case ZIP -> PthReader.readZip(file, device);
            case LEGACY -> PthReader.readLegacy(file, device);
        });
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
        Object value = load(path, device);
        Map<String, Tensor> found = tensors(value);
        if (found == null && value instanceof Map<?, ?> map) {
            for (String wrapper : WRAPPERS) {
                found = found == null ? tensors(map.get(wrapper)) : found;
            }
        }
        if (found == null) {
            throw new CheckpointException(
                    path + " holds " + describe(value)
                            + " where the tensors of a model by name are expected; take the part you need with Checkpoint.load");
        }
        return found;
    }

    private static @Nullable Map<String, Tensor> tensors(@Nullable Object value) {
        if (!(value instanceof Map<?, ?> map)) {
            return null;
        }
        Map<String, Tensor> out = LinkedHashMap.newLinkedHashMap(map.size());
        for (Map.Entry<?, ?> e : map.entrySet()) {
            if (!(e.getKey() instanceof String name) || !(e.getValue() instanceof Tensor tensor)) {
                return null;
            }
            out.put(name, tensor);
        }
        return out;
    }

    private static String describe(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            String keys =
                    map.keySet().stream().limit(8).map(String::valueOf).toList().toString();
            return "a map with the keys " + keys.substring(1, keys.length() - 1) + (map.size() > 8 ? ", ..." : "");
        }
        return value == null ? "nothing" : "a " + value.getClass().getSimpleName();
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
