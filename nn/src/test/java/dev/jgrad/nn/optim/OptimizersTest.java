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
                p -> new ASGD(p, ASGD.Options.lr(0.1).withT0(3).withWeightDecay(0.1)),
                0.39363371394172436,
                -0.3034079735946526,
                0.044049586445303726);
        check(
                p -> new ASGD(p, ASGD.Options.lr(0.1).withLambd(0.01).withMaximize(true)),
                2.1240435234472606,
                -8.512867720300997,
                43.759443892401585);
        check(p -> new Rprop(p, 0.3), -0.1136, -0.07856, -0.8747712);
        check(p -> new Rprop(p, new Rprop.Options(0.1, 0.3, 1.5, 0.01, 0.4, true)), 3.4125, -4.4125, 5.4125);
        check(
                p -> new Adafactor(p, Adafactor.Options.lr(0.1).withWeightDecay(0.1)),
                0.10356939920842288,
                -0.8065796243275736,
                1.66765134843146);
        check(
                p -> new Adafactor(p, new Adafactor.Options(0.1, -0.5, 1e-3, 1e-2, 2, 0, true)),
                3.8048006351156234,
                -4.69959251954318,
                5.64497664383904);
        check(
                p -> new SGD(
                        p,
                        SGD.Options.lr(0.1).withMomentum(0.9).withDampening(0.5).withWeightDecay(0.1)),
                -0.29374525750986313,
                1.3711719827347526,
                -0.9804867061323799);
    }

    /**
     * Four steps on a matrix; PyTorch's numbers come from
     *
     * <pre>{@code
     * k = torch.arange(rows * columns, dtype=torch.float64).reshape(rows, columns)
     * p = ((k * 7 % 5 - 2) / 4).requires_grad_()
     * ((p.sin() * (1 + k)).sum() + (p * p).sum()).backward()
     * }</pre>
     */
    private static void checkMatrix(
            Function<List<Tensor>, Optimizer> make, double tolerance, int rows, double... expected) {
        Tensor k = Tensors.arange(TensorOptions.dtype(DType.FLOAT64), 0, 6, 1).reshape(rows, 6 / rows);
        Tensor p = Parameter.of(k.mul(7).remainder(5).sub(2).div(4));
        Optimizer optimizer = make.apply(List.of(p));
        for (int i = 0; i < 4; i++) {
            optimizer.zeroGrad();
            p.sin().mul(k.add(1)).sum().add(p.mul(p).sum()).backward();
            optimizer.step();
        }
        assertArrayEquals(expected, p.detach().toDoubleArray(), tolerance);
    }

    @Test
    void matricesAsPyTorch() {
        checkMatrix(
                p -> new Adafactor(p, 0.1),
                1e-7,
                2,
                -0.48912231228660474,
                -0.10730436036045016,
                0.29286207754057286,
                -0.4190104391563345,
                0.08761579525129583,
                -0.6275491309485762);
        // In bfloat16, so that a rounding more or less shows in the third place.
        double rounding = 4e-3;
        checkMatrix(
                p -> new Muon(p, 0.1),
                rounding,
                2,
                -0.34253026613281246,
                -0.018180142382812504,
                0.22662869171874994,
                -0.419069581796875,
                0.03269870249999994,
                -0.5623146328320313);
        checkMatrix(
                p -> new Muon(p, 0.1),
                rounding,
                3,
                -0.23786819313833663,
                -0.3513514669693008,
                0.34690932856679396,
                -0.3942551663205596,
                -0.03643726219265642,
                -0.5875695536877562);
        checkMatrix(
                p -> new Muon(
                        p,
                        Muon.Options.lr(0.1)
                                .withNesterov(false)
                                .withAdjustLrFn("match_rms_adamw")
                                .withWeightDecay(0)),
                rounding,
                3,
                -0.42503467598490957,
                -0.10784722606503089,
                0.46299094563514936,
                -0.2962105742800603,
                0.17016328308862205,
                -0.5306153511884732);
    }

    @Test
    void printsAsPyTorch() {
        List<Tensor> p = List.of(Parameter.of(Tensors.zeros(2, 2)));
        assertEquals("""
                ASGD (
                Parameter Group 0
                    alpha: 0.75
                    capturable: False
                    differentiable: False
                    foreach: None
                    lambd: 0.0001
                    lr: 0.01
                    maximize: False
                    t0: 1000000.0
                    weight_decay: 0
                )""", new ASGD(p, ASGD.Options.DEFAULT).toString());
        assertEquals("""
                Rprop (
                Parameter Group 0
                    capturable: False
                    differentiable: False
                    etas: (0.5, 1.2)
                    foreach: None
                    lr: 0.01
                    maximize: False
                    step_sizes: (1e-06, 50)
                )""", new Rprop(p, Rprop.Options.DEFAULT).toString());
        assertEquals("""
                Adafactor (
                Parameter Group 0
                    beta2_decay: -0.8
                    d: 1.0
                    eps: (None, 0.001)
                    foreach: None
                    lr: 0.01
                    maximize: False
                    weight_decay: 0.0
                )""", new Adafactor(p, Adafactor.Options.DEFAULT).toString());
        assertEquals("""
                Muon (
                Parameter Group 0
                    adjust_lr_fn: None
                    eps: 1e-07
                    lr: 0.001
                    momentum: 0.95
                    nesterov: True
                    ns_coefficients: (3.4445, -4.775, 2.0315)
                    ns_steps: 5
                    weight_decay: 0.1
                )""", new Muon(p, Muon.Options.DEFAULT).toString());
    }

    @Test
    void optionsThatMakeNoSense() {
        List<Tensor> p = List.of(Parameter.of(Tensors.zeros(2)));
        refused("Invalid eta values: 0.5, 0.9", () -> new Rprop(p, Rprop.Options.DEFAULT.withEtaPlus(0.9)));
        refused(
                "Clipping threshold d should be >= 1 but is: 0.5",
                () -> new Adafactor(p, Adafactor.Options.DEFAULT.withD(0.5)));
        refused(
                "beta2_decay should be <= 0 but is: 0.5",
                () -> new Adafactor(p, Adafactor.Options.DEFAULT.withBeta2Decay(0.5)));
        refused(
                "epsilon1 should be >= 0 but is: -1.0",
                () -> new Adafactor(p, Adafactor.Options.DEFAULT.withEps1(-1.0)));
        refused(
                "Muon only supports 2D parameters whereas we found a parameter with size: torch.Size([2])",
                () -> new Muon(p, 0.1));
        refused(
                "Adjust learning rate function x is not supported",
                () -> new Muon(p, Muon.Options.DEFAULT.withAdjustLrFn("x")));
    }

    private static void refused(String text, org.junit.jupiter.api.function.Executable use) {
        assertEquals(text, assertThrows(ArgumentException.class, use).getMessage());
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
