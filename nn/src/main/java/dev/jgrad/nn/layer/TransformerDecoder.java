package dev.jgrad.nn.layer;

import dev.jgrad.nn.Module;
import dev.jgrad.tensor.Tensor;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Several decoder layers one after the other. {@code torch.nn.TransformerDecoder}. */
public final class TransformerDecoder extends Module {
    private ModuleList layers;
    private @Nullable Module norm;

    /** Copies of a layer, which all start with its numbers. */
    public TransformerDecoder(TransformerDecoderLayer layer, int numLayers) {
        this(layer, numLayers, null);
    }

    /** Copies of a layer and a normalisation at the end. */
    public TransformerDecoder(TransformerDecoderLayer layer, int numLayers, @Nullable Module norm) {
        layers = registerModule("layers", new ModuleList());
        for (int i = 0; i < numLayers; i++) {
            layers.append(layer.copy());
        }
        if (norm != null) {
            this.norm = registerModule("norm", norm);
        }
    }

    /** Takes what {@link TransformerDecoderLayer} takes. */
    @Override
    public Tensor forward(@Nullable Tensor... inputs) {
        Inputs.check(this, inputs, 2, 6);
        @Nullable Tensor[] current = Arrays.copyOf(inputs, inputs.length);
        for (Module layer : layers) {
            current[0] = layer.call(current);
        }
        return norm == null ? current[0] : norm.call(current[0]);
    }
}
