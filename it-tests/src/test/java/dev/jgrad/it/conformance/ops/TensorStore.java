package dev.jgrad.it.conformance.ops;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jgrad.data.Device;
import dev.jgrad.io.Safetensors;
import dev.jgrad.spi.Backend;
import dev.jgrad.tensor.Devices;
import dev.jgrad.tensor.Tensor;
import java.nio.file.Path;

/** The tensors of a suite: read by key, seen through a chain of views. */
public final class TensorStore implements AutoCloseable {
    private final Safetensors file;
    private final Device device;

    /** Opens {@code tensors.safetensors} of a folder. */
    public TensorStore(Path folder, Device device) {
        this.file = Safetensors.open(folder.resolve("tensors.safetensors"));
        this.device = device;
    }

    /** A tensor of its own under a key. */
    Tensor byKey(String key) {
        return file.tensor(key, device);
    }

    /** A tagged tensor: its views applied, a leaf that requires a gradient if it says so. */
    public Tensor tagged(JsonNode value) {
        Tensor t = byKey(value.get("tensor").asText());
        for (JsonNode step : value.path("view")) {
            t = view(t, step);
        }
        if (value.path("requires_grad").asBoolean()) {
            t = t.detach().requiresGrad_();
        }
        return t;
    }

    private static Tensor view(Tensor t, JsonNode step) {
        int a = step.path(1).asInt();
        return switch (step.get(0).asText()) {
            case "slice" ->
                t.slice(
                        a,
                        step.get(2).asLong(0),
                        step.get(3).asLong(Long.MAX_VALUE),
                        step.path(4).asLong(1));
            case "transpose" -> t.transpose(a, step.get(2).asInt());
            case "permute" -> t.permute(dims(step));
            case "expand" -> t.expand(longs(step, 1));
            case "select" -> t.select(a, step.get(2).asLong());
            case "narrow" -> t.narrow(a, step.get(2).asLong(), step.get(3).asLong());
            case "unsqueeze" -> t.unsqueeze(a);
            case "squeeze" -> step.size() == 1 ? t.squeeze() : t.squeeze(a);
            case "diagonal" -> t.diagonal(a, step.get(2).asInt(), step.get(3).asInt());
            case "view" -> t.view(longs(step, 1));
            case "unfold" -> t.unfold(a, step.get(2).asLong(), step.get(3).asLong());
            case "as_strided" ->
                t.asStrided(
                        longs(step.get(1), 0),
                        longs(step.get(2), 0),
                        step.get(3).asLong());
            default -> throw new IllegalArgumentException("no view step " + step);
        };
    }

    private static long[] longs(JsonNode array, int from) {
        long[] out = new long[array.size() - from];
        for (int i = 0; i < out.length; i++) {
            out[i] = array.get(i + from).asLong();
        }
        return out;
    }

    private static int[] dims(JsonNode step) {
        int[] out = new int[step.size() - 1];
        for (int i = 0; i < out.length; i++) {
            out[i] = step.get(i + 1).asInt();
        }
        return out;
    }

    /** Waits for the device, which may have noted a misuse after the call had returned: kernels run asynchronously. */
    void await() {
        Backend backend = Devices.backend(device);
        backend.synchronize(backend.stream());
    }

    @Override
    public void close() {
        file.close();
    }
}
