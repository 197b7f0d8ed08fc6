package dev.jgrad.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jgrad.data.ArgumentException;
import dev.jgrad.data.DType;
import dev.jgrad.nn.layer.Dropout;
import dev.jgrad.nn.layer.Identity;
import dev.jgrad.nn.layer.Linear;
import dev.jgrad.nn.layer.ReLU;
import dev.jgrad.nn.layer.Sequential;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.Tensors;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ModuleTest {
    @Test
    void namesAreInTheOrderOfRegistration() {
        TwoLayers net = new TwoLayers();
        assertEquals(
                List.of("hidden.weight", "hidden.bias", "output.weight", "output.bias"),
                List.copyOf(net.namedParameters().keySet()));
        assertEquals(
                List.of("", "hidden", "output"), List.copyOf(net.namedModules().keySet()));
        assertSame(net.getSubmodule("hidden").getParameter("weight"), net.getParameter("hidden.weight"));
        assertTrue(net.parameters().stream().allMatch(Tensor::requiresGrad));
    }

    @Test
    void printsAsPyTorch() {
        assertEquals("""
                TwoLayers(
                  (hidden): Linear(in_features=3, out_features=4, bias=True)
                  (output): Linear(in_features=4, out_features=2, bias=True)
                )""", new TwoLayers().toString());
    }

    @Test
    void replacedChildIsUsed() {
        TwoLayers net = new TwoLayers();
        Identity identity = new Identity();
        net.set("output", identity);
        assertSame(identity, net.output());
        assertSame(identity, net.getSubmodule("output"));
        assertEquals(4, net.call(Tensors.ones(1, 3)).size(1));
    }

    @Test
    void replacedChildMustFitItsField() {
        TwoLayers net = new TwoLayers();
        Module before = net.getSubmodule("hidden");
        ArgumentException e = assertThrows(ArgumentException.class, () -> net.set("hidden", new ReLU()));
        assertEquals(
                "cannot replace 'hidden' of TwoLayers: its field 'hidden' is of type Linear and cannot hold a ReLU;"
                        + " declare it as Module",
                e.getMessage());
        assertSame(before, net.getSubmodule("hidden"));
    }

    private static final class FinalField extends Module {
        final Linear only = registerModule("only", new Linear(1, 1));
    }

    @Test
    void finalFieldsAreRefused() {
        FinalField net = new FinalField();
        ArgumentException e = assertThrows(ArgumentException.class, () -> net.set("only", new Linear(1, 1)));
        assertTrue(e.getMessage().contains("its field 'only' is final"), e.getMessage());
        assertSame(net.only, net.getSubmodule("only"));
    }

    @Test
    void deepChildIsReplacedByPath() {
        Sequential net = new Sequential(new Sequential(new Linear(2, 2), new ReLU()), new ReLU());
        net.set("0.1", new Identity());
        assertEquals("Identity()", net.getSubmodule("0.1").toString());
        ArgumentException e = assertThrows(ArgumentException.class, () -> net.getSubmodule("0.7"));
        assertTrue(e.getMessage().startsWith("Sequential has no attribute `7`"), e.getMessage());
    }

    @Test
    void tiedWeightsAreOneParameterAndTwoEntries() {
        Linear encoder = new Linear(3, 3, false);
        Linear decoder = new Linear(3, 3, false);
        decoder.set("weight", encoder.weight());
        assertSame(encoder.weight(), decoder.weight());
        Sequential net = new Sequential(encoder, decoder);
        assertEquals(1, net.parameters().size());
        assertEquals(
                List.of("0.weight", "1.weight"), List.copyOf(net.stateDict().keySet()));
        net.call(Tensors.ones(1, 3)).sum().backward();
        net.to(DType.FLOAT64);
        assertSame(encoder.weight(), decoder.weight());
        assertEquals(DType.FLOAT64, encoder.weight().dtype());
        assertEquals(DType.FLOAT64, encoder.weight().grad().dtype());
    }

    @Test
    void conversionKeepsTheObjects() {
        TwoLayers net = new TwoLayers();
        List<Tensor> before = net.parameters();
        double[] values = before.getFirst().detach().toDoubleArray();
        net.to(DType.FLOAT64);
        assertSame(before.getFirst(), net.parameters().getFirst());
        assertEquals(DType.FLOAT64, before.getFirst().dtype());
        assertArrayEquals(values, before.getFirst().detach().toDoubleArray());
        Tensor y = net.call(Tensors.ones(2, 3).toDouble());
        y.sum().backward();
        assertEquals(DType.FLOAT64, before.getFirst().grad().dtype());
        assertThrows(ArgumentException.class, () -> net.to(DType.INT64));
    }

    @Test
    void modesReachAllModules() {
        Sequential net = new Sequential(new Dropout(0.9), new Sequential(new Dropout(0.9)));
        net.eval();
        assertFalse(net.modules().stream().anyMatch(Module::isTraining));
        Tensor x = Tensors.ones(100);
        assertTrue(net.call(x).equal(x));
        net.train();
        assertFalse(net.call(x).equal(x));
    }

    @Test
    void frozenParametersGetNoGradient() {
        TwoLayers net = new TwoLayers();
        net.requiresGrad_(false);
        net.set("output", new Linear(4, 2));
        net.call(Tensors.ones(1, 3)).sum().backward();
        assertNull(net.getParameter("hidden.weight").grad());
        assertEquals(2, net.getParameter("output.weight").grad().size(0));
        net.zeroGrad();
        assertNull(net.getParameter("output.weight").grad());
    }

    @Test
    void applyVisitsChildrenFirst() {
        List<String> visited = new ArrayList<>();
        new TwoLayers().apply(module -> visited.add(module.getClass().getSimpleName()));
        assertEquals(List.of("Linear", "Linear", "TwoLayers"), visited);
    }

    @Test
    void sharedModulesAreVisitedOnce() {
        ReLU shared = new ReLU();
        Sequential net = new Sequential(shared, new Linear(1, 1), shared);
        assertEquals(List.of("", "0", "1"), List.copyOf(net.namedModules().keySet()));
        assertEquals(2, net.children().size());
        assertEquals(3, net.size());
    }

    private static final class Wrong extends Module {
        void register(String name) {
            registerModule(name, new ReLU());
        }

        void computed() {
            registerParameter("w", Tensors.ones(1).requiresGrad_().mul(2.0));
        }

        void buffer() {
            registerBuffer("b", Tensors.ones(1));
        }
    }

    @Test
    void wrongNamesAndParametersAreRefused() {
        Wrong wrong = new Wrong();
        wrong.buffer();
        assertEquals(
                "module name can't contain \".\", got: a.b",
                assertThrows(ArgumentException.class, () -> wrong.register("a.b"))
                        .getMessage());
        assertEquals(
                "attribute 'b' already exists",
                assertThrows(ArgumentException.class, () -> wrong.register("b")).getMessage());
        assertThrows(ArgumentException.class, () -> wrong.register(""));
        assertTrue(assertThrows(ArgumentException.class, wrong::computed)
                .getMessage()
                .startsWith("Cannot assign non-leaf Tensor to parameter 'w'"));
        assertTrue(assertThrows(ArgumentException.class, () -> wrong.call(Tensors.ones(1)))
                .getMessage()
                .contains("missing the required \"forward\" function"));
        assertThrows(ArgumentException.class, () -> new ReLU().call(Tensors.ones(1), Tensors.ones(1)));
    }
}
