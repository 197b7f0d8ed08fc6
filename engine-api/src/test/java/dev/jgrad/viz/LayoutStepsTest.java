package dev.jgrad.viz;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jgrad.viz.AutogradGraph.Edge;
import dev.jgrad.viz.AutogradGraph.Kind;
import dev.jgrad.viz.AutogradGraph.Vertex;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The steps of a drawing, each by what it promises. */
class LayoutStepsTest {
    private static AutogradGraph graph(int vertices, int... ends) {
        Edge[] edges = new Edge[ends.length / 2];
        for (int i = 0; i < edges.length; i++) {
            edges[i] = new Edge(ends[2 * i], ends[2 * i + 1]);
        }
        return new AutogradGraph(
                Collections.nCopies(vertices, new Vertex(Kind.OPERATION, "Op", "")), Arrays.asList(edges));
    }

    @Test
    void inputsStandRightAboveTheirUse() {
        // 4 -> 3 -> 2 -> 1 -> 0 with a parameter 5 for vertex 1 and a short cut from 4 to 1
        Layering layering = Layering.of(graph(6, 4, 3, 3, 2, 2, 1, 1, 0, 5, 1, 4, 1));
        assertEquals(0, layering.row(4));
        assertEquals(2, layering.row(5));
        assertEquals(4, layering.row(0));
        int[] shortCut = layering.routes().get(5);
        assertEquals(4, shortCut.length);
        assertTrue(layering.isDummy(shortCut[1]) && layering.isDummy(shortCut[2]));
        assertEquals(1, layering.row(shortCut[1]));
        assertEquals(2, layering.row(shortCut[2]));
    }

    @Test
    void crossingsGo() {
        // Two pairs that cross in the order of their numbers.
        Layering layering = Layering.of(graph(5, 1, 0, 2, 0, 3, 2, 4, 1));
        Ordering.sort(layering, new Adjacency(layering));
        List<int[]> rows = layering.rows();
        boolean upright = rows.get(0)[0] == 4;
        assertEquals(upright ? 1 : 2, rows.get(1)[0]);
    }

    @Test
    void isotonicRegressionPoolsViolators() {
        double[] ones = {1, 1, 1, 1};
        assertArrayEquals(new double[] {1, 2, 3, 4}, Placement.isotonic(new double[] {1, 2, 3, 4}, ones));
        assertArrayEquals(new double[] {1, 2.5, 2.5, 4}, Placement.isotonic(new double[] {1, 3, 2, 4}, ones));
        assertArrayEquals(new double[] {2.5, 2.5, 2.5, 2.5}, Placement.isotonic(new double[] {4, 3, 2, 1}, ones));
        assertArrayEquals(new double[] {3, 3}, Placement.isotonic(new double[] {4, 0}, new double[] {3, 1}));
    }
}
