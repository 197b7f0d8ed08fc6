package dev.jgrad.it.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jgrad.autograd.Grad;
import dev.jgrad.autograd.Guard;
import dev.jgrad.cuda.contract.CudaTest;
import dev.jgrad.cuda.contract.CudaUnderTest;
import dev.jgrad.cuda.graph.CudaGraph;
import dev.jgrad.cuda.sim.SimulatedCuda;
import dev.jgrad.data.Device;
import dev.jgrad.nn.amp.GradScaler;
import dev.jgrad.nn.optim.ASGD;
import dev.jgrad.nn.optim.Adafactor;
import dev.jgrad.nn.optim.Adam;
import dev.jgrad.nn.optim.ExponentialLR;
import dev.jgrad.nn.optim.LBFGS;
import dev.jgrad.nn.optim.LRScheduler;
import dev.jgrad.nn.optim.Optimizer;
import dev.jgrad.nn.optim.ParamGroup;
import dev.jgrad.nn.optim.Rprop;
import dev.jgrad.nn.optim.SGD;
import dev.jgrad.tensor.Devices;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.Tensors;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What a training step does that a CUDA graph cannot hold: it runs without one from then on, says why, and has the results
 * of eager training to the last bit, step counts included.
 */
@CudaTest
class RulesOfGraphsTest {
    private static final int STEPS = 7;

    private Guard device = new Guard(() -> {});

    @BeforeEach
    void useTheDevice() {
        device = Devices.use(Device.cuda(0));
    }

    @AfterEach
    void leaveTheDevice() {
        device.close();
    }

    /** A parameter, its optimizer, and a step. */
    private static final class Training {
        final Tensor w = Tensors.arange(6).to(dev.jgrad.data.DType.FLOAT32).requiresGrad_();
        final Tensor idle = Tensors.ones(3).requiresGrad_();
        Optimizer optimizer = new Adam(List.of(w, idle), 0.1);
        int runs;

        void step() {
            runs++;
            optimizer.zeroGrad();
            w.sub(3).square().sum().backward();
            optimizer.step();
        }

        double[] result() {
            try (Guard _ = Grad.disabled()) {
                return w.detach().toDoubleArray();
            }
        }
    }

    /**
     * Trains without a graph and with one.
     *
     * @param step what is recorded
     * @param between what happens before each step after the third
     * @param recorded whether the step can be recorded at first
     * @return the obstacle at the end
     */
    private static String compare(
            BiConsumer<Training, Runnable> step, BiConsumer<Training, Integer> between, boolean recorded) {
        Training eager = new Training();
        for (int i = 0; i < STEPS; i++) {
            if (i >= 3) {
                between.accept(eager, i);
            }
            step.accept(eager, eager::step);
        }
        Training with = new Training();
        try (CudaGraph graph = CudaGraph.capture(() -> step.accept(with, with::step))) {
            assertEquals(recorded, graph.isRecorded(), graph::obstacle);
            for (int i = 3; i < STEPS; i++) {
                between.accept(with, i);
                graph.replay();
            }
            assertArrayEquals(eager.result(), with.result());
            assertEquals(String.valueOf(eager.optimizer.stateDict()), String.valueOf(with.optimizer.stateDict()));
            return graph.obstacle();
        }
    }

    private static void expect(String part, String obstacle) {
        assertTrue(obstacle.contains(part), obstacle);
    }

    @Test
    void anOptionThatChangesTheFormula() {
        expect(
                "Adam has other parameters or options",
                compare(
                        (t, step) -> step.run(),
                        (t, i) -> t.optimizer.paramGroups().getFirst().with("weight_decay", i == 5 ? 0.1 : 0),
                        true));
        expect(
                "amsgrad=true",
                compare(
                        (t, step) -> step.run(),
                        (t, i) -> t.optimizer.paramGroups().getFirst().with("amsgrad", i >= 5),
                        true));
    }

    @Test
    void numbersOfOptionsFollow() {
        assertEquals(
                "",
                compare(
                        (t, step) -> step.run(),
                        (t, i) -> {
                            ParamGroup group = t.optimizer.paramGroups().getFirst();
                            group.with("eps", 1e-3 * i)
                                    .with("betas", dev.jgrad.io.Tuple.of(0.9 - 0.1 * i, 0.99))
                                    .setLr(1.0 / i);
                        },
                        true));
    }

    @Test
    void aStateThatIsLoaded() {
        expect(
                "loaded a state",
                compare(
                        (t, step) -> step.run(),
                        (t, i) -> {
                            if (i == 5) {
                                t.optimizer.loadStateDict(t.optimizer.stateDict());
                            }
                        },
                        true));
    }

    @Test
    void parametersThatAreAdded() {
        expect(
                "other parameters",
                compare(
                        (t, step) -> step.run(),
                        (t, i) -> {
                            if (i == 5) {
                                t.optimizer.addParamGroup(
                                        ParamGroup.of(List.of(Tensors.ones(2).requiresGrad_())));
                            }
                        },
                        true));
    }

    @Test
    void aScheduleInsideOfTheStep() {
        LRScheduler[] schedule = new LRScheduler[2];
        Training[] seen = new Training[2];
        expect(
                "step it after each replay",
                compare(
                        (t, step) -> {
                            int which = seen[0] == null || seen[0] == t ? 0 : 1;
                            if (seen[which] == null) {
                                seen[which] = t;
                                schedule[which] = new ExponentialLR(t.optimizer, 0.5);
                            }
                            step.run();
                            schedule[which].step();
                        },
                        (t, i) -> {},
                        false));
        assertEquals(STEPS, schedule[0].lastEpoch());
        assertEquals(STEPS, schedule[1].lastEpoch());
    }

    @Test
    void aValueThatIsReadAfterTheStepCountsNothingTwice() {
        expect(
                "a value was read",
                compare(
                        (t, step) -> {
                            step.run();
                            assertTrue(t.w.detach().sum().item() < 1e6);
                        },
                        (t, i) -> {},
                        false));
    }

    @Test
    void shapesThatChangeFromStepToStep() {
        expect(
                "new memory",
                compare(
                        (t, step) -> {
                            step.run();
                            Tensors.zeros(1 << 18, 16 * t.runs);
                        },
                        (t, i) -> {},
                        false));
    }

    @Test
    void aParameterThatGetsItsFirstGradientWhileRecording() {
        expect(
                "exp_avg",
                compare(
                        (t, step) -> {
                            if (t.runs == 2) {
                                t.optimizer.zeroGrad();
                                t.idle.square().sum().backward();
                                t.optimizer.step();
                            }
                            step.run();
                        },
                        (t, i) -> {},
                        false));
    }

    @Test
    void twoStepsInOne() {
        assertEquals(
                "",
                compare(
                        (t, step) -> {
                            step.run();
                            step.run();
                        },
                        (t, i) -> t.optimizer.paramGroups().getFirst().setLr(0.1 / i),
                        true));
    }

    /** Its numbers are plain ones, so it runs between two graphs. */
    @Test
    void anOptimizerOfOnesOwn() {
        assertEquals(
                "",
                compare(
                        (t, step) -> {
                            if (t.runs == 0) {
                                t.optimizer = new Optimizer(Map.of("lr", 0.1), List.of(ParamGroup.of(List.of(t.w)))) {
                                    private int steps;

                                    @Override
                                    protected void check(ParamGroup group) {}

                                    @Override
                                    protected void update(ParamGroup group) {
                                        t.w.sub_(t.w.grad(), group.lr() / ++steps);
                                    }
                                };
                            }
                            step.run();
                        },
                        (t, i) -> t.optimizer.paramGroups().getFirst().setLr(0.1 / i),
                        true));
    }

    /** It asks for norms, so it runs between two graphs. */
    @Test
    void anOptimizerThatReadsValues() {
        assertEquals(
                "",
                compare(
                        (t, step) -> {
                            if (t.runs == 0) {
                                t.optimizer = new Adafactor(List.of(t.w), 0.1);
                            }
                            step.run();
                        },
                        (t, i) -> t.optimizer.paramGroups().getFirst().setLr(0.1 / i),
                        true));
    }

    /** LBFGS calls the whole step again, as often as values say. */
    @Test
    void anOptimizerThatCallsTheStep() {
        expect(
                "LBFGS decides by the loss",
                compare(
                        (t, step) -> {
                            if (t.runs == 0) {
                                t.optimizer = new LBFGS(List.of(t.w), 0.1);
                            }
                            t.runs++;
                            t.optimizer.step(() -> {
                                t.optimizer.zeroGrad();
                                Tensor loss = t.w.sub(3).square().sum();
                                loss.backward();
                                return loss;
                            });
                        },
                        (t, i) -> {},
                        false));
    }

    @Test
    void averagingThatBeginsLater() {
        expect(
                "t0",
                compare(
                        (t, step) -> {
                            if (t.runs == 0) {
                                t.optimizer = new ASGD(
                                        List.of(t.w), ASGD.Options.lr(0.1).withT0(4));
                            }
                            step.run();
                        },
                        (t, i) -> {},
                        true));
    }

    @Test
    void numbersThatAnOptimizerHandsToOperations() {
        expect(
                "step_sizes",
                compare(
                        (t, step) -> {
                            if (t.runs == 0) {
                                t.optimizer = new Rprop(List.of(t.w), 0.1);
                            }
                            step.run();
                        },
                        (t, i) -> {
                            if (i == 5) {
                                t.optimizer
                                        .paramGroups()
                                        .getFirst()
                                        .with("step_sizes", dev.jgrad.io.Tuple.of(1e-6, 0.05));
                            }
                        },
                        true));
    }

    /** The scale of the replay counts, and whether its gradients are finite. */
    @Test
    void aGradScaler() {
        double[][] results = new double[2][];
        double[] scales = new double[2];
        for (int which = 0; which < 2; which++) {
            Tensor w = Tensors.ones(4).requiresGrad_();
            Tensor x = Tensors.ones(4);
            Optimizer optimizer = new SGD(List.of(w), 0.1, 0.9);
            GradScaler scaler = new GradScaler(
                    "cuda", GradScaler.Options.DEFAULT.withInitScale(8).withGrowthInterval(2));
            Runnable step = () -> {
                optimizer.zeroGrad();
                scaler.scale(w.mul(x).square().sum()).backward();
                scaler.step(optimizer);
                scaler.update();
            };
            CudaGraph graph = null;
            for (int i = which == 0 ? 0 : 3; i < STEPS; i++) {
                if (which == 1 && graph == null) {
                    graph = CudaGraph.capture(step);
                    assertTrue(graph.isRecorded(), graph::obstacle);
                }
                // A step whose gradients are infinite.
                x.fill_(i == 5 ? 1e30 : 1);
                if (graph == null) {
                    step.run();
                } else {
                    graph.replay();
                }
            }
            results[which] = w.detach().toDoubleArray();
            scales[which] = scaler.getScale();
            if (graph != null) {
                long before =
                        CudaUnderTest.isHardware() ? 0 : SimulatedCuda.get().calls("cuGraphLaunch");
                graph.replay();
                if (!CudaUnderTest.isHardware()) {
                    assertTrue(SimulatedCuda.get().calls("cuGraphLaunch") > before);
                }
                graph.close();
                assertFalse(graph.isRecorded());
            }
        }
        assertArrayEquals(results[0], results[1]);
        assertEquals(scales[0], scales[1]);
    }
}
