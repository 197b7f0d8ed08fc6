package dev.jgrad.nn.layer;

import dev.jgrad.nn.Module;
import dev.jgrad.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** Several encoder layers one after the other. {@code torch.nn.TransformerEncoder}. */
public final class TransformerEncoder extends Module {
    private ModuleList layers;
    private @Nullable Module norm;

    /** Copies of a layer, which all start with its numbers. */
    public TransformerEncoder(TransformerEncoderLayer layer, int numLayers) {
        this(layer, numLayers, null);
    }

    /** Copies of a layer and a normalisation at the end. */
    public TransformerEncoder(TransformerEncoderLayer layer, int numLayers, @Nullable Module norm) {
        layers = registerModule("layers", new ModuleList());
        for (int i = 0; i < numLayers; i++) {
            layers.append(layer.copy());
        }
        if (norm != null) {
            this.norm = registerModule("norm", norm);
        }
    }

    /** Takes the sequence and, optionally, attention mask and key padding mask. */
    @Override
    public Tensor forward(@Nullable Tensor... inputs) {
        Inputs.check(this, inputs, 1, 3);
        Tensor x = inputs[0];
        for (Module layer : layers) {
            x = layer.call(x, Inputs.optional(inputs, 1), Inputs.optional(inputs, 2));
        }
        return norm == null ? x : norm.call(x);
    }

    @Override
    public Tensor forward(Tensor input) {
        return forward(new Tensor[] {input});
    }
}
