package dev.jgrad.viz;

import dev.jgrad.tensor.Tensor;
import java.util.Map;

/**
 * Draws the graph that computed a tensor, as the picture in PyTorch's autograd tutorial: arrows follow the forward pass,
 * nodes carry the names of their backward functions, leaves are blue, and the result stands at the end.
 *
 * <pre>{@code
 * Tensor q = a.pow(3).mul(3).sub(b.pow(2));
 * Files.writeString(Path.of("q.svg"), GraphDrawing.svg(q, Map.of("a", a, "b", b, "Q", q)));
 * }</pre>
 */
public final class GraphDrawing {
    private GraphDrawing() {}

    /** The graph in Graphviz's language; tensors are named by their shapes. */
    public static String dot(Tensor root) {
        return dot(root, Map.of());
    }

    /**
     * The graph in Graphviz's language.
     *
     * @param names what to call leaves and results, such as a module's named parameters
     */
    public static String dot(Tensor root, Map<String, Tensor> names) {
        return DotWriter.write(AutogradGraph.of(root, names));
    }

    /** The graph as a picture; tensors are named by their shapes. */
    public static String svg(Tensor root) {
        return svg(root, Map.of());
    }

    /**
     * The graph as a picture, a complete SVG document.
     *
     * @param names what to call leaves and results, such as a module's named parameters
     */
    public static String svg(Tensor root, Map<String, Tensor> names) {
        return SvgWriter.write(AutogradGraph.of(root, names));
    }
}
