package dev.jgrad.nn.layer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jgrad.data.IndexException;
import dev.jgrad.nn.Module;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.Tensors;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ContainersTest {
    @Test
    void sequentialWithNames() {
        Sequential net = new Sequential().append("fc", new Linear(2, 3)).append("act", new ReLU());
        assertEquals("ReLU()", net.get(-1).toString());
        assertEquals(
                List.of("fc.weight", "fc.bias"),
                List.copyOf(net.namedParameters().keySet()));
        assertThrows(IndexException.class, () -> net.get(2));
        assertEquals(3, net.call(Tensors.ones(1, 2)).size(1));
    }

    @Test
    void moduleListKeepsItsOrder() {
        Module a = new ReLU();
        Module b = new Tanh();
        Module c = new Sigmoid();
        ModuleList list = new ModuleList(a, c);
        list.insert(1, b);
        assertSame(b, list.get(1));
        assertSame(c, list.get(-1));
        list.set(0, new GELU());
        assertEquals(
                "ModuleList(\n  (0): GELU(approximate='none')\n  (1): Tanh()\n  (2): Sigmoid()\n)", list.toString());
        assertEquals("ModuleList()", new ModuleList().toString());
    }

    @Test
    void moduleDictGivesAndTakes() {
        ModuleDict dict = new ModuleDict(Map.of("a", new ReLU()));
        dict.put("b", new Linear(1, 1));
        assertEquals(2, dict.parameters().size());
        assertEquals("ReLU()", dict.remove("a").toString());
        assertEquals(List.of("b"), List.copyOf(dict.keys()));
    }

    @Test
    void parameterListPrintsAsPyTorch() {
        ParameterList list = new ParameterList(Tensors.zeros(2, 3), Tensors.zeros(2));
        assertEquals(
                "ParameterList(\n    (0): Parameter containing: [torch.float32 of size 2x3]\n"
                        + "    (1): Parameter containing: [torch.float32 of size 2]\n)",
                list.toString());
        assertTrue(list.get(0).requiresGrad());
        assertEquals(List.of("0", "1"), List.copyOf(list.stateDict().keySet()));
        for (Tensor parameter : list) {
            assertTrue(parameter.isLeaf());
        }
    }
}
