package dev.jgrad.nn.optim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.jgrad.data.ArgumentException;
import dev.jgrad.io.Checkpoint;
import dev.jgrad.nn.Module;
import dev.jgrad.nn.StateDictException;
import dev.jgrad.nn.layer.Linear;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.Tensors;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

class OptimizerStateTest {
    private static final Map<String, Function<List<Tensor>, Optimizer>> ALL = Map.ofEntries(
            Map.entry("SGD", p -> new SGD(p, 0.1, 0.9)),
            Map.entry("Adam", p -> new Adam(p, Adam.Options.lr(0.1).withAmsgrad(true))),
            Map.entry("AdamW", p -> new AdamW(p, 0.1)),
            Map.entry(
                    "RMSprop",
                    p -> new RMSprop(
                            p, RMSprop.Options.lr(0.1).withMomentum(0.5).withCentered(true))),
            Map.entry("Adagrad", p -> new Adagrad(p, 0.1)),
            Map.entry("Adadelta", p -> new Adadelta(p, 1)),
            Map.entry("Adamax", p -> new Adamax(p, 0.1)),
            Map.entry("NAdam", p -> new NAdam(p, 0.1)),
            Map.entry("RAdam", p -> new RAdam(p, 0.1)),
            Map.entry("ASGD", p -> new ASGD(p, ASGD.Options.lr(0.1).withT0(1))),
            Map.entry("Rprop", p -> new Rprop(p, 0.1)),
            Map.entry("Adafactor", p -> new Adafactor(p, 0.1)),
            Map.entry("Muon", p -> new Muon(p.subList(0, 1), 0.1)));

    private static void train(Module net, Optimizer optimizer, int steps) {
        Tensor x = Tensors.linspace(-1, 1, 6).reshape(2, 3);
        for (int i = 0; i < steps; i++) {
            optimizer.zeroGrad();
            net.call(x).square().sum().backward();
            optimizer.step();
        }
    }

    /** Three steps, then a file, then three more must be six steps. */
    @TestFactory
    Stream<DynamicTest> continuesFromAFile(@TempDir Path folder) {
        return ALL.entrySet().stream()
                .map(entry -> DynamicTest.dynamicTest(entry.getKey(), () -> {
                    Linear whole = new Linear(3, 2);
                    Linear parts = new Linear(3, 2);
                    parts.loadStateDict(whole.stateDict());
                    train(whole, entry.getValue().apply(whole.parameters()), 6);

                    Optimizer first = entry.getValue().apply(parts.parameters());
                    train(parts, first, 3);
                    Path file = folder.resolve(entry.getKey() + ".pth");
                    Checkpoint.save(first.stateDict(), file);
                    Optimizer second = entry.getValue().apply(parts.parameters());
                    second.paramGroups().forEach(group -> group.setLr(7));
                    second.loadStateDict(asMap(Checkpoint.load(file)));
                    assertEquals(first.toString(), second.toString());
                    train(parts, second, 3);
                    assertArrayEquals(
                            whole.weight().detach().toDoubleArray(),
                            parts.weight().detach().toDoubleArray(),
                            1e-6);
                }));
    }

    private static Map<String, ?> asMap(Object loaded) {
        Map<String, Object> map = new LinkedHashMap<>();
        ((Map<?, ?>) loaded).forEach((key, value) -> map.put((String) key, value));
        return map;
    }

    @Test
    void structureIsPyTorchs() {
        Linear net = new Linear(3, 2);
        Adam adam = new Adam(net.parameters(), 0.1);
        train(net, adam, 1);
        Map<String, Object> dict = adam.stateDict();
        assertEquals(List.of("state", "param_groups"), List.copyOf(dict.keySet()));
        Map<?, ?> ofWeight = (Map<?, ?>) ((Map<?, ?>) dict.get("state")).get(0L);
        assertEquals(List.of("step", "exp_avg", "exp_avg_sq"), List.copyOf(ofWeight.keySet()));
        assertEquals("tensor(1.)", ofWeight.get("step").toString());
        Map<?, ?> group = (Map<?, ?>) ((List<?>) dict.get("param_groups")).getFirst();
        assertEquals(
                List.of(
                        "lr",
                        "betas",
                        "eps",
                        "weight_decay",
                        "amsgrad",
                        "maximize",
                        "foreach",
                        "capturable",
                        "differentiable",
                        "fused",
                        "decoupled_weight_decay",
                        "params"),
                List.copyOf(group.keySet()));
        assertEquals(List.of(0L, 1L), group.get("params"));
    }

    @Test
    void statesThatDoNotFitAreRefused() {
        Linear net = new Linear(3, 2);
        SGD two =
                new SGD(SGD.Options.lr(0.1), ParamGroup.of(List.of(net.weight())), ParamGroup.of(List.of(net.bias())));
        SGD one = new SGD(net.parameters(), 0.1, 0.9);
        assertEquals(
                "loaded state dict has a different number of parameter groups",
                assertThrows(StateDictException.class, () -> one.loadStateDict(two.stateDict()))
                        .getMessage());
        SGD less = new SGD(List.of(net.weight()), 0.1);
        assertEquals(
                "loaded state dict contains a parameter group that doesn't match the size of optimizer's group",
                assertThrows(StateDictException.class, () -> one.loadStateDict(less.stateDict()))
                        .getMessage());
        train(net, one, 1);
        Linear other = new Linear(4, 2);
        SGD wide = new SGD(other.parameters(), 0.5);
        StateDictException e = assertThrows(StateDictException.class, () -> wide.loadStateDict(one.stateDict()));
        assertEquals(
                "loaded optimizer state 'momentum_buffer' has shape torch.Size([2, 3]), its parameter has shape"
                        + " torch.Size([2, 4])",
                e.getMessage());
        assertEquals(0.5, wide.paramGroups().getFirst().lr());
        assertThrows(StateDictException.class, () -> one.loadStateDict(Map.of("weights", 3)));
    }

    @Test
    void plainGradientDescentRemembersNothing() {
        Tensor p = Tensors.ones(2).requiresGrad_();
        SGD optimizer = new SGD(List.of(p), 0.1);
        p.setGrad(Tensors.ones(2));
        optimizer.step();
        assertEquals(Map.of(), optimizer.stateDict().get("state"));
    }

    @Test
    void optionsWithoutSenseAreRefusedAsPyTorchDoes() {
        List<Tensor> p = List.of(Tensors.ones(2).requiresGrad_());
        assertRefused("Invalid rho value: 1.1", () -> new Adadelta(Adadelta.Options.DEFAULT, rho(p, 1.1)));
        assertRefused("Invalid rho value: -1", () -> new Adadelta(Adadelta.Options.DEFAULT, rho(p, -1L)));
        assertRefused(
                "Invalid epsilon value: -1e-05",
                () -> new Adadelta(Adadelta.Options.DEFAULT, ParamGroup.of(p).with("eps", -1e-5)));
    }

    private static ParamGroup rho(List<Tensor> parameters, Number value) {
        return ParamGroup.of(parameters).with("rho", value);
    }

    private static void assertRefused(String message, Executable construction) {
        assertEquals(
                message, assertThrows(ArgumentException.class, construction).getMessage());
    }

    /** With foreach, PyTorch 2.13 rounds to float32 on the way; recorded from torch.optim.ASGD([p], lr=0.02, foreach=True). */
    @Test
    void asgdRoundsTheRateAsForeachDoes() {
        Map<Boolean, Double> rates = new LinkedHashMap<>();
        for (boolean foreach : new boolean[] {false, true}) {
            Tensor p = Tensors.ones(1).requiresGrad_();
            ASGD optimizer = new ASGD(
                    ASGD.Options.DEFAULT,
                    ParamGroup.of(List.of(p)).with("lr", 0.02).with("foreach", foreach));
            for (int i = 0; i < 6; i++) {
                p.setGrad(Tensors.ones(1));
                optimizer.step();
            }
            Map<?, ?> state = (Map<?, ?>) optimizer.stateDict().get("state");
            rates.put(foreach, ((Tensor) ((Map<?, ?>) state.get(0L)).get("eta")).item());
        }
        assertEquals(0.019999820739030838, rates.get(false));
        assertEquals(0.01999981887638569, rates.get(true));
    }
}
