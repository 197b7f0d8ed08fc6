package dev.jgrad.nn.data.transforms;

import dev.jgrad.data.DType;
import dev.jgrad.data.Device;
import dev.jgrad.nn.data.Image;
import dev.jgrad.tensor.DTypes;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.TensorOptions;
import dev.jgrad.tensor.Tensors;
import java.lang.foreign.MemorySegment;

/**
 * Makes a tensor {@code [channels, height, width]} of the default dtype with values from 0 to 1 of a picture: {@code
 * torchvision.transforms.ToTensor}.
 */
public record ToTensor() implements Transform<Image, Tensor> {
    private static final TensorOptions ON_CPU = TensorOptions.device(Device.CPU);

    @Override
    public Tensor apply(Image image) {
        int channels = image.channels();
        int plane = image.width() * image.height();
        byte[] in = image.pixels();
        DType dtype = DTypes.current();
        if (dtype != DType.FLOAT32) {
            Tensor bytes = Tensors.fromSegment(
                    ON_CPU, MemorySegment.ofArray(in), DType.UINT8, image.height(), image.width(), channels);
            return bytes.permute(2, 0, 1).to(dtype).contiguous().div(255);
        }
        float[] out = new float[in.length];
        for (int c = 0; c < channels; c++) {
            for (int i = 0; i < plane; i++) {
                out[c * plane + i] = (in[i * channels + c] & 0xFF) / 255f;
            }
        }
        return Tensors.tensor(ON_CPU, out, channels, image.height(), image.width());
    }

    @Override
    public String toString() {
        return "ToTensor()";
    }
}
