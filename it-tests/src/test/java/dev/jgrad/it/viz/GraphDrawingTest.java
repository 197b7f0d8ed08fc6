package dev.jgrad.it.viz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.TensorOptions;
import dev.jgrad.tensor.Tensors;
import dev.jgrad.viz.GraphDrawing;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The drawings show what PyTorch's tutorial shows, nothing lies on top of anything, and size is no obstacle. */
class GraphDrawingTest {
    private final Tensor a = Tensors.tensor(TensorOptions.REQUIRES_GRAD, new float[] {2, 3}, 2);
    private final Tensor b = Tensors.tensor(TensorOptions.REQUIRES_GRAD, new float[] {6, 4}, 2);

    private Tensor q() {
        return a.pow(3).mul(3).sub(b.pow(2));
    }

    private Map<String, Tensor> names(Tensor q) {
        Map<String, Tensor> names = new LinkedHashMap<>();
        names.put("a", a);
        names.put("b", b);
        names.put("Q", q);
        return names;
    }

    @Test
    void theTutorialsGraphAsDot() {
        Tensor q = q();
        String dot = GraphDrawing.dot(q, names(q));
        String plain = dot.replaceAll(", fillcolor.*\\]", "]");
        assertEquals("""
                digraph autograd {
                  rankdir=TB;
                  node [shape=box, style="rounded,filled", fontname="Helvetica", fontsize=12];
                  edge [arrowsize=0.7];
                  n0 [label="Q\\n(2)"];
                  n1 [label="SubBackward0"];
                  n2 [label="MulBackward0"];
                  n3 [label="PowBackward0"];
                  n4 [label="PowBackward0"];
                  n5 [label="b\\n(2)"];
                  n6 [label="a\\n(2)"];
                  n1 -> n0;
                  n2 -> n1;
                  n3 -> n1;
                  n4 -> n2;
                  n5 -> n3;
                  n6 -> n4;
                }
                """, plain);
    }

    @Test
    void theTutorialsGraphAsPicture() {
        Tensor q = q();
        Picture picture = Picture.of(GraphDrawing.svg(q, names(q)));
        assertEquals(7, picture.boxes().size());
        assertEquals(6, picture.arrows().size());
        assertEquals(List.of("a", "(2)"), picture.box("a").text());
        assertEquals(picture.box("a").fill(), picture.box("b").fill());
        assertFalse(picture.box("a").fill().equals(picture.box("SubBackward0").fill()));
        assertTrue(picture.box("a").x() < picture.box("b").x(), "a comes first");
        assertTrue(picture.box("Q").y() > picture.box("SubBackward0").y(), "the result stands at the end");
        checkLayout(picture);
    }

    private static void checkLayout(Picture picture) {
        for (double[] arrow : picture.arrows()) {
            assertTrue(arrow[3] > arrow[1], "arrows lead down");
        }
        List<Picture.Box> boxes = picture.boxes();
        for (int i = 0; i < boxes.size(); i++) {
            Picture.Box box = boxes.get(i);
            assertTrue(box.x() >= 0 && box.x() + box.width() <= picture.width(), box.toString());
            assertTrue(box.y() >= 0 && box.y() + box.height() <= picture.height(), box.toString());
            for (int j = 0; j < i; j++) {
                Picture.Box other = boxes.get(j);
                assertFalse(box.overlaps(other), () -> box + " lies on " + other);
            }
        }
    }

    @Test
    void blocksWithShortCuts() {
        Map<String, Tensor> names = new LinkedHashMap<>();
        Tensor x = Tensors.ones(TensorOptions.REQUIRES_GRAD, 4, 8);
        names.put("x", x);
        for (int block = 0; block < 20; block++) {
            Tensor weight = Tensors.ones(TensorOptions.REQUIRES_GRAD, 8, 8);
            Tensor bias = Tensors.ones(TensorOptions.REQUIRES_GRAD, 8);
            names.put("block" + block + ".weight", weight);
            names.put("block" + block + ".bias", bias);
            x = x.mm(weight).add(bias).relu().add(x);
        }
        Picture picture = Picture.of(GraphDrawing.svg(x.sum(), names));
        assertEquals(2 * 20 + 1 + 4 * 20 + 2, picture.boxes().size());
        checkLayout(picture);
        assertTrue(picture.width() < 1500, "the way of the data is nearly straight: width " + picture.width());
    }

    @Test
    void namesOfResultsStandBesideTheirFunctions() {
        Tensor square = a.mul(a);
        Picture picture = Picture.of(GraphDrawing.svg(square.sum(), Map.of("square", square)));
        assertEquals(
                List.of("MulBackward0", "square"), picture.box("MulBackward0").text());
        assertEquals(List.of("(2)"), picture.box("(2)").text());
        assertEquals(List.of("output", "()"), picture.box("output").text());
        assertEquals(4, picture.arrows().size(), "a is an input of mul twice");
    }

    @Test
    void namesAreEscaped() {
        String name = "<b> & \"c\" \\ \n\u0001 \ud83d\ude00";
        Picture picture = Picture.of(GraphDrawing.svg(a.sum(), Map.of(name, a)));
        assertTrue(
                picture.boxes().stream().anyMatch(box -> box.text().getFirst().startsWith("<b> & \"c\" \\ ")));
        String dot = GraphDrawing.dot(a.sum(), Map.of(name, a));
        assertTrue(dot.contains("\"<b> & \\\"c\\\" \\\\ "), dot);
        assertEquals(8, Pattern.compile("\n").matcher(dot).results().count() - 2, dot);
    }

    @Test
    void aLeafIsAllThereIs() {
        Picture picture = Picture.of(GraphDrawing.svg(a, Map.of("a", a)));
        assertEquals(1, picture.boxes().size());
        assertEquals(0, picture.arrows().size());
        assertTrue(GraphDrawing.dot(a).contains("n0 [label=\"(2)\""));
    }

    @Test
    void aChainOfFiftyThousand() throws InterruptedException {
        Tensor chain = a;
        for (int i = 0; i < 50_000; i++) {
            chain = chain.neg();
        }
        Tensor root = chain;
        var lengths = new int[2];
        // A small stack: nothing here may call itself once per node.
        Thread thread = new Thread(
                null,
                () -> {
                    lengths[0] = GraphDrawing.svg(root).length();
                    lengths[1] = GraphDrawing.dot(root).length();
                },
                "drawing",
                256 << 10);
        thread.start();
        assertTimeout(Duration.ofSeconds(60), () -> thread.join());
        assertTrue(lengths[0] > 5_000_000 && lengths[1] > 1_000_000, lengths[0] + ", " + lengths[1]);
    }

    /** Every step feeds the end: quadratically many dummies if each long edge had its own. */
    @Test
    void manyLongEdges() {
        Tensor chain = a;
        Tensor sum = a;
        for (int i = 0; i < 3000; i++) {
            chain = chain.neg();
            sum = i % 2 == 0 ? sum.add(chain) : sum.add(a);
        }
        Tensor root = sum;
        String svg = assertTimeout(Duration.ofSeconds(60), () -> GraphDrawing.svg(root));
        assertTrue(svg.length() < 50_000_000, svg.length() + " characters");
    }
}
