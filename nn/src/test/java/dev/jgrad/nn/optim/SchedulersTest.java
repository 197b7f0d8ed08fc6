package dev.jgrad.nn.optim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jgrad.data.ArgumentException;
import dev.jgrad.nn.Parameter;
import dev.jgrad.tensor.Tensors;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SchedulersTest {
    private static SGD sgd() {
        return new SGD(
                List.of(Parameter.of(Tensors.zeros(1))), SGD.Options.lr(0.1).withMomentum(0.9));
    }

    static List<Function<Optimizer, LRScheduler>> all() {
        return List.of(
                o -> new StepLR(o, 3),
                o -> new MultiStepLR(o, List.of(2, 7)),
                o -> new ExponentialLR(o, 0.9),
                o -> new ConstantLR(o, 0.5, 6),
                o -> new LinearLR(o, 0.1, 8),
                o -> new PolynomialLR(o, 9, 2),
                o -> new CosineAnnealingLR(o, 7),
                o -> new CosineAnnealingWarmRestarts(o, 3, 2, 0),
                o -> new OneCycleLR(o, 0.5, 12),
                o -> new CyclicLR(o, 0.01, 0.1, CyclicLR.Options.DEFAULT.withStepSizes(2, 3)),
                o -> new LambdaLR(o, epoch -> 1.0 / (1 + epoch)),
                o -> new MultiplicativeLR(o, epoch -> 0.9),
                o -> new SWALR(o, 0.05, 4, SWALR.Anneal.COS),
                o -> new SequentialLR(o, List.of(new LinearLR(o), new ExponentialLR(o, 0.5)), List.of(4)),
                o -> new ChainedScheduler(List.of(new ConstantLR(o), new ExponentialLR(o, 0.9))));
    }

    /** PyTorch 2.13's rates of {@code SWALR(SGD(…, lr=0.1), swa_lr=0.025, anneal_epochs=…)}. */
    @Test
    void leadsToAConstantRate() {
        double[][] expected = {
            {0.1, 0.089016504294495533, 0.0625, 0.035983495705504466, 0.025, 0.025},
            {0.1, 0.075, 0.05, 0.025, 0.025, 0.025},
            {0.025, 0.025, 0.025, 0.025, 0.025, 0.025}
        };
        List<Function<Optimizer, LRScheduler>> made = List.of(
                o -> new SWALR(o, 0.025, 4, SWALR.Anneal.COS),
                o -> new SWALR(o, 0.025, 3, SWALR.Anneal.LINEAR),
                o -> new SWALR(o, 0.025, 0, SWALR.Anneal.COS));
        for (int i = 0; i < expected.length; i++) {
            SGD sgd = sgd();
            LRScheduler schedule = made.get(i).apply(sgd);
            for (double lr : expected[i]) {
                assertEquals(lr, sgd.paramGroups().getFirst().lr(), 1e-12);
                sgd.step();
                schedule.step();
            }
        }
        assertEquals(
                "anneal_epochs must be equal or greater than 0, got -1",
                assertThrows(ArgumentException.class, () -> new SWALR(sgd(), 1, -1, SWALR.Anneal.COS))
                        .getMessage());
    }

    /** Five steps, a state, and five more in other objects are ten steps. */
    @ParameterizedTest
    @MethodSource("all")
    void continuesFromAState(Function<Optimizer, LRScheduler> make) {
        SGD whole = sgd();
        LRScheduler uninterrupted = make.apply(whole);
        SGD first = sgd();
        LRScheduler before = make.apply(first);
        for (int i = 0; i < 5; i++) {
            uninterrupted.step();
            before.step();
        }
        SGD second = sgd();
        LRScheduler after = make.apply(second);
        second.loadStateDict(first.stateDict());
        after.loadStateDict(before.stateDict());
        assertEquals(before.getLastLr(), after.getLastLr());
        for (int i = 0; i < 5; i++) {
            uninterrupted.step();
            after.step();
            assertEquals(uninterrupted.getLastLr(), after.getLastLr());
            assertEquals(
                    whole.paramGroups().getFirst().number("momentum"),
                    second.paramGroups().getFirst().number("momentum"));
        }
    }

    @Test
    void initialRateIsPrinted() {
        SGD sgd = sgd();
        new StepLR(sgd, 1).step();
        assertTrue(sgd.toString().contains("    initial_lr: 0.1\n    lr: 0.010000000000000002\n"), sgd.toString());
    }

    @Test
    void plateauNeedsAMetric() {
        SGD sgd = sgd();
        ReduceLROnPlateau plateau = new ReduceLROnPlateau(
                sgd, ReduceLROnPlateau.Options.DEFAULT.withPatience(1).withFactor(0.5));
        assertThrows(ArgumentException.class, plateau::step);
        plateau.step(Tensors.scalar(1.0));
        plateau.step(2);
        Map<String, ?> state = plateau.stateDict();
        ReduceLROnPlateau again = new ReduceLROnPlateau(
                sgd, ReduceLROnPlateau.Options.DEFAULT.withPatience(1).withFactor(0.5));
        again.loadStateDict(state);
        again.step(2);
        assertEquals(0.05, sgd.paramGroups().getFirst().lr());
    }

    @Test
    void cyclesBeta1OfAdam() {
        Adam adam = new Adam(List.of(Parameter.of(Tensors.zeros(1))), 0.1);
        new OneCycleLR(adam, 0.5, 10);
        assertEquals(0.95, adam.paramGroups().getFirst().number("betas", 0), 1e-12);
        assertEquals(0.999, adam.paramGroups().getFirst().number("betas", 1));
        Adagrad adagrad = new Adagrad(List.of(Parameter.of(Tensors.zeros(1))), 0.1);
        assertThrows(ArgumentException.class, () -> new OneCycleLR(adagrad, 0.5, 10));
    }

    @Test
    void aRateForEachGroup() {
        ParamGroup a = ParamGroup.of(List.of(Parameter.of(Tensors.zeros(1))));
        ParamGroup b = ParamGroup.of(List.of(Parameter.of(Tensors.zeros(1))));
        SGD two = new SGD(SGD.Options.lr(0.1).withMomentum(0.9), a, b);
        new OneCycleLR(two, new double[] {0.5, 0.25}, 10, OneCycleLR.Options.DEFAULT);
        assertEquals(0.02, a.lr(), 1e-12);
        assertEquals(0.01, b.lr(), 1e-12);
        new CyclicLR(two, new double[] {0.01, 0.02}, new double[] {0.1}, CyclicLR.Options.DEFAULT);
        assertEquals(List.of(0.02, 0.01), List.of(a.lr(), b.lr()), "the first rate is that of the schedule before");
        ReduceLROnPlateau plateau =
                new ReduceLROnPlateau(two, ReduceLROnPlateau.Options.DEFAULT.withPatience(0), 0.005, 0.001);
        plateau.step(1);
        plateau.step(1);
        assertEquals(0.005, a.lr(), 1e-12);
        assertEquals(0.001, b.lr(), 1e-12);
        assertThrows(
                ArgumentException.class, () -> new ReduceLROnPlateau(two, ReduceLROnPlateau.Options.DEFAULT, 1, 2, 3));
    }

    @Test
    void oneCycleEnds() {
        OneCycleLR schedule = new OneCycleLR(sgd(), 0.5, 3);
        schedule.step();
        schedule.step();
        schedule.step();
        assertEquals(
                "Tried to step 4 times. The specified number of total steps is 3",
                assertThrows(ArgumentException.class, schedule::step).getMessage());
    }

    @Test
    void averagesAreReachedAtARateForEachGroup() {
        SGD optimizer = new SGD(
                SGD.Options.DEFAULT,
                ParamGroup.of(List.of(Tensors.zeros(1).requiresGrad_())),
                ParamGroup.of(List.of(Tensors.zeros(1).requiresGrad_())));
        SWALR schedule = new SWALR(optimizer, new double[] {0.5, 0.25}, 2, SWALR.Anneal.LINEAR);
        schedule.step();
        schedule.step();
        assertEquals(List.of(0.5, 0.25), schedule.getLastLr());
    }

    @Test
    void aRateThatIsNoNumberIsRefused() {
        SGD optimizer = new SGD(List.of(Tensors.zeros(1).requiresGrad_()), 0.1);
        ConstantLR schedule = new ConstantLR(optimizer, 0, 1);
        assertThrows(ArgumentException.class, schedule::step);
    }

    @Test
    void statesHoldWhatPyTorchsHold() {
        SGD optimizer = new SGD(List.of(Tensors.zeros(1).requiresGrad_()), 0.1, 0.9);
        var cyclic = new CyclicLR(optimizer, 0.01, 0.1).stateDict();
        assertEquals("cycle", cyclic.get("scale_mode"));
        assertEquals(List.of(0.8), cyclic.get("base_momentums"));
        assertEquals(List.of(0.9), cyclic.get("max_momentums"));
        var plateau = new ReduceLROnPlateau(optimizer).stateDict();
        assertEquals(Double.POSITIVE_INFINITY, plateau.get("mode_worse"));
        assertEquals(0.0, plateau.get("default_min_lr"));
        var phases = (List<?>) new OneCycleLR(optimizer, 0.1, 10).stateDict().get("_schedule_phases");
        assertEquals(
                Map.of(
                        "end_step", 2.0,
                        "start_lr", "initial_lr",
                        "end_lr", "max_lr",
                        "start_momentum", "max_momentum",
                        "end_momentum", "base_momentum"),
                phases.getFirst());
    }

    @Test
    void aCycleBeginsWithTheRateOfTheScheduleBefore() {
        SGD optimizer = new SGD(List.of(Tensors.zeros(1).requiresGrad_()), 1, 0.9);
        new OneCycleLR(optimizer, 0.1, 30);
        CyclicLR cyclic = new CyclicLR(optimizer, 0.001, 0.2);
        assertEquals(0.004, cyclic.getLastLr().getFirst(), 1e-15);
    }
}
