package dev.jgrad.nn.optim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jgrad.data.ArgumentException;
import dev.jgrad.data.DType;
import dev.jgrad.nn.Parameter;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.TensorOptions;
import dev.jgrad.tensor.Tensors;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Numbers are PyTorch 2.13's: eight steps on p² (0.5, 1, 2) from (1, -2, 3) in float64. */
class OptimizersTest {
    private static Tensor vector(double... values) {
        return Tensors.tensor(TensorOptions.dtype(DType.FLOAT64), values, values.length);
    }

    private static void check(Function<List<Tensor>, Optimizer> make, double... expected) {
        Tensor p = Parameter.of(vector(1, -2, 3));
        Optimizer optimizer = make.apply(List.of(p));
        Tensor loss = Tensors.scalar(0.0);
        for (int i = 0; i < 8; i++) {
            loss = optimizer.step(() -> {
                optimizer.zeroGrad();
                Tensor value = p.mul(p).mul(vector(0.5, 1, 2)).sum();
                value.backward();
                return value;
            });
        }
        assertTrue(loss.item() > 0);
        assertArrayEquals(expected, p.detach().toDoubleArray(), 1e-7);
    }

    @Test
    void stepsAsPyTorch() {
        check(
                p -> new Adadelta(p, Adadelta.Options.lr(0.5).withWeightDecay(0.1)),
                0.9866756375714979,
                -1.9866499884633075,
                2.9866414574474103);
        check(
                p -> new Adadelta(p, Adadelta.Options.DEFAULT.withMaximize(true)),
                1.0269552480460258,
                -2.026853358795546,
                3.026819322950628);
        check(
                p -> new Adamax(p, Adamax.Options.lr(0.1).withWeightDecay(0.1)),
                0.343362085186035,
                -1.2732003233060816,
                2.2485304066172156);
        check(
                p -> new NAdam(p, NAdam.Options.lr(0.1).withWeightDecay(0.1).withDecoupledWeightDecay(true)),
                0.3915566740226885,
                -1.2715933042901044,
                2.181556598529659);
        check(
                p -> new NAdam(p, NAdam.Options.lr(0.1).withWeightDecay(0.2)),
                0.43778706894994535,
                -1.3950259888352716,
                2.382287839986886);
        check(p -> new RAdam(p, 0.1), 0.543278166167949, -0.3957276562272956, -0.7613848572248432);
        check(
                p -> new RAdam(
                        p,
                        RAdam.Options.lr(0.1)
                                .withWeightDecay(0.1)
                                .withDecoupledWeightDecay(true)
                                .withMaximize(true)),
                1.4565836127095468,
                -4.182346924871905,
                11.299954461240553);
        check(
                p -> new Adam(p, Adam.Options.lr(0.1).withMaximize(true).withAmsgrad(true)),
                1.8081944673563473,
                -2.805861379727775,
                3.8044094168405467);
        check(
                p -> new RMSprop(p, RMSprop.Options.lr(0.1).withCentered(true).withMaximize(true)),
                6.843042685612232,
                -7.517340188246073,
                8.308927232193074);
        check(
                p -> new Adagrad(p, Adagrad.Options.lr(0.1).withLrDecay(0.1)),
                0.6708048526157704,
                -1.6574725542114221,
                2.6533482707948632);
        check(
                p -> new SGD(
                        p,
                        SGD.Options.lr(0.1).withMomentum(0.9).withDampening(0.5).withWeightDecay(0.1)),
                -0.29374525750986313,
                1.3711719827347526,
                -0.9804867061323799);
    }

    @Test
    void defaultsOfAdamWAreItsOwn() {
        Tensor p = Parameter.of(vector(1));
        assertEquals(
                0.01,
                new AdamW(List.of(p), AdamW.Options.lr(0.1))
                        .paramGroups()
                        .getFirst()
                        .number("weight_decay"));
        assertTrue(new AdamW(List.of(p), 0.1).paramGroups().getFirst().flag("decoupled_weight_decay"));
    }

    @Test
    void stepsLeaveOthersAlone() {
        Tensor used = Parameter.of(vector(1));
        Tensor unused = Parameter.of(vector(1));
        SGD sgd = new SGD(List.of(used, unused), 0.5);
        used.mul(2.0).backward();
        sgd.step();
        assertEquals(0, used.detach().item());
        assertEquals(1, unused.detach().item());
        assertTrue(used.isLeaf() && used.requiresGrad());
        sgd.zeroGrad(false);
        assertEquals(0, used.grad().item());
        sgd.zeroGrad();
        assertNull(used.grad());
    }

    @Test
    void viewsOfLargerTensorsAreStepped() {
        // Not dense: the fused step declines, and the composed one has to do.
        Tensor base = vector(1, 2, 3, 4);
        Tensor every = base.slice(0, 0, 4, 2).detach().requiresGrad_();
        Adam adam = new Adam(List.of(every), 0.5);
        every.sum().backward();
        adam.step();
        assertArrayEquals(new double[] {0.5, 2, 2.5, 4}, base.toDoubleArray(), 1e-6);
    }

    @Test
    void wrongUseIsRefused() {
        Tensor p = Parameter.of(vector(1));
        assertEquals(
                "optimizer got an empty parameter list",
                assertThrows(ArgumentException.class, () -> new SGD(List.of(), 0.1))
                        .getMessage());
        assertEquals(
                "Invalid learning rate: -1.0",
                assertThrows(ArgumentException.class, () -> new SGD(List.of(p), -1))
                        .getMessage());
        assertEquals(
                "can't optimize a non-leaf Tensor",
                assertThrows(ArgumentException.class, () -> new SGD(List.of(p.mul(2.0)), 1))
                        .getMessage());
        assertEquals(
                "some parameters appear in more than one parameter group",
                assertThrows(
                                ArgumentException.class,
                                () -> new SGD(
                                        SGD.Options.DEFAULT, ParamGroup.of(List.of(p)), ParamGroup.of(List.of(p))))
                        .getMessage());
        assertEquals(
                "Nesterov momentum requires a momentum and zero dampening",
                assertThrows(
                                ArgumentException.class,
                                () -> new SGD(List.of(p), SGD.Options.lr(1).withNesterov(true)))
                        .getMessage());
        assertEquals(
                "Invalid beta parameter at index 0: 1.0",
                assertThrows(
                                ArgumentException.class,
                                () -> new Adam(List.of(p), Adam.Options.lr(1).withBeta1(1)))
                        .getMessage());
    }
}
