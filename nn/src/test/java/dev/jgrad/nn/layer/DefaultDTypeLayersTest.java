package dev.jgrad.nn.layer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jgrad.autograd.Guard;
import dev.jgrad.data.DType;
import dev.jgrad.nn.Module;
import dev.jgrad.nn.data.Image;
import dev.jgrad.nn.data.transforms.ToTensor;
import dev.jgrad.nn.optim.Adam;
import dev.jgrad.nn.optim.ClipGrad;
import dev.jgrad.tensor.DTypes;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.Tensors;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Modules that are built under another default dtype. */
class DefaultDTypeLayersTest {
    private static List<Module> layers() {
        return List.of(
                new Linear(3, 4),
                new Bilinear(2, 3, 4),
                new Conv2d(2, 3, 3),
                new ConvTranspose2d(2, 3, 3),
                new BatchNorm2d(3),
                new LayerNorm(4),
                new GroupNorm(2, 4),
                new RMSNorm(4),
                new PReLU(),
                new Embedding(5, 3),
                new LSTM(3, 4),
                new GRUCell(3, 4),
                new MultiheadAttention(8, 2),
                new TransformerEncoderLayer(8, 2));
    }

    @Test
    void parametersAndBuffersAreOfIt() {
        for (DType dtype : List.of(DType.FLOAT64, DType.BFLOAT16)) {
            try (Guard _ = DTypes.use(dtype)) {
                for (Module layer : layers()) {
                    layer.namedParameters().forEach((name, p) -> assertEquals(dtype, p.dtype(), layer + "." + name));
                    layer.stateDict()
                            .forEach((name, t) -> assertTrue(
                                    t.dtype() == dtype || name.endsWith("num_batches_tracked"), layer + "." + name));
                }
            }
        }
    }

    @Test
    void stepsOfTraining() {
        try (Guard _ = DTypes.use(DType.FLOAT64)) {
            var net = new Sequential(new Conv2d(1, 2, 3), new BatchNorm2d(2), new Flatten(), new Linear(8, 2));
            var adam = new Adam(net.parameters(), 0.1);
            Tensor before = net.parameters().getFirst().detach().clone();
            net.call(Tensors.rand(3, 1, 4, 4)).square().mean().backward();
            assertEquals(DType.FLOAT64, ClipGrad.norm_(net.parameters(), 1).dtype());
            adam.step();
            Tensor after = net.parameters().getFirst();
            assertEquals(DType.FLOAT64, after.dtype());
            assertTrue(!before.equal(after));
            assertEquals(DType.FLOAT64, step(adam).dtype());
        }
        try (Guard _ = DTypes.use(DType.BFLOAT16)) {
            var linear = new Linear(2, 1);
            var adam = new Adam(linear.parameters(), 0.1);
            linear.call(Tensors.ones(1, 2)).sum().backward();
            adam.step();
            assertEquals(DType.FLOAT32, step(adam).dtype());
        }
    }

    /** The count of steps that PyTorch keeps as a tensor. */
    private static Tensor step(Adam adam) {
        Map<?, ?> states = (Map<?, ?>) assertNotNullValue(adam.stateDict().get("state"));
        Map<?, ?> first = (Map<?, ?>) states.values().iterator().next();
        return (Tensor) assertNotNullValue(first.get("step"));
    }

    private static Object assertNotNullValue(Object value) {
        assertNotNull(value);
        return value;
    }

    @Test
    void picturesBecomeIt() {
        var image = new Image(2, 1, 1, new byte[] {51, (byte) 255});
        try (Guard _ = DTypes.use(DType.FLOAT64)) {
            Tensor picture = new ToTensor().apply(image);
            assertEquals(DType.FLOAT64, picture.dtype());
            assertEquals(51 / 255.0, picture.toDoubleArray()[0]);
        }
        assertEquals(DType.FLOAT32, new ToTensor().apply(image).dtype());
    }
}
