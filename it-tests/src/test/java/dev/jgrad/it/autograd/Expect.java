package dev.jgrad.it.autograd;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jgrad.autograd.Node;
import dev.jgrad.data.JgradException;
import dev.jgrad.tensor.Tensor;
import org.junit.jupiter.api.function.Executable;

/** Assertions on tensors and error texts. */
final class Expect {
    private Expect() {}

    static void values(Tensor actual, double... expected) {
        assertNotNull(actual, "tensor");
        assertArrayEquals(expected, actual.toDoubleArray(), 1e-6, actual.toString());
    }

    static void fails(Executable body, String text) {
        JgradException e = assertThrows(JgradException.class, body);
        assertTrue(e.getMessage().contains(text), () -> "expected: " + text + "\nbut was: " + e.getMessage());
    }

    static void node(String name, Tensor t) {
        Node node = t.gradFn();
        assertNotNull(node, "gradFn");
        assertEquals(name, node.name());
    }
}
