package dev.jgrad.viz;

import dev.jgrad.autograd.AccumulateGrad;
import dev.jgrad.autograd.Node;
import dev.jgrad.tensor.Tensor;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The nodes behind a tensor as a plain graph with numbers for vertices. Vertex 0 is the result; edges run in the
 * direction of the forward pass.
 */
record AutogradGraph(List<Vertex> vertices, List<Edge> edges) {
    /** What a vertex stands for. */
    enum Kind {
        LEAF,
        OPERATION,
        OUTPUT
    }

    /**
     * A vertex.
     *
     * @param title the name: of a function, or of a tensor
     * @param detail the shape of a tensor, or what the result of a function is called; may be empty
     */
    record Vertex(Kind kind, String title, String detail) {}

    /** From an input to what is computed of it. */
    record Edge(int from, int to) {}

    static AutogradGraph of(Tensor root, Map<String, Tensor> names) {
        return new Reader(names).read(root);
    }

    private static final class Reader {
        private final Map<Tensor, String> leafNames = new IdentityHashMap<>();
        private final Map<Node, String> resultNames = new IdentityHashMap<>();
        private final Map<Node, Integer> numbers = new IdentityHashMap<>();
        private final List<Vertex> vertices = new ArrayList<>();
        private final List<Edge> edges = new ArrayList<>();
        private final Deque<Node> open = new ArrayDeque<>();

        Reader(Map<String, Tensor> names) {
            names.forEach((name, tensor) -> {
                leafNames.putIfAbsent(tensor, name);
                Node node = tensor.gradFn();
                if (node != null) {
                    resultNames.putIfAbsent(node, name);
                }
            });
        }

        AutogradGraph read(Tensor root) {
            Node node = root.gradFn();
            if (node == null) {
                vertices.add(leaf(root));
                return new AutogradGraph(vertices, edges);
            }
            String name = leafNames.getOrDefault(root, "output");
            resultNames.remove(node, leafNames.get(root));
            vertices.add(new Vertex(Kind.OUTPUT, name, shape(root)));
            edges.add(new Edge(number(node), 0));
            // Breadth first numbers the inputs of a row from left to right, and drawings begin with that order.
            while (!open.isEmpty()) {
                Node next = open.removeFirst();
                int to = number(next);
                for (int i = 0; i < next.nextCount(); i++) {
                    Node input = next.next(i);
                    if (input != null) {
                        edges.add(new Edge(number(input), to));
                    }
                }
            }
            return new AutogradGraph(vertices, edges);
        }

        private int number(Node node) {
            Integer known = numbers.get(node);
            if (known != null) {
                return known;
            }
            int number = vertices.size();
            numbers.put(node, number);
            if (node instanceof AccumulateGrad accumulator) {
                vertices.add(leaf(accumulator.variable()));
            } else {
                vertices.add(new Vertex(Kind.OPERATION, node.name(), resultNames.getOrDefault(node, "")));
                open.addLast(node);
            }
            return number;
        }

        private Vertex leaf(Tensor tensor) {
            String name = leafNames.get(tensor);
            return name == null ? new Vertex(Kind.LEAF, shape(tensor), "") : new Vertex(Kind.LEAF, name, shape(tensor));
        }

        private static String shape(Tensor tensor) {
            return Arrays.stream(tensor.shape().toArray())
                    .mapToObj(Long::toString)
                    .collect(Collectors.joining(", ", "(", ")"));
        }
    }
}
