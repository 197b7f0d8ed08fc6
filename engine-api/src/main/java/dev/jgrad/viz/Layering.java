package dev.jgrad.viz;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Rows for the vertices, counted from the inputs down: every edge leads from a row to a later one, and a vertex stands
 * as close to the result as its uses allow, so a parameter is drawn beside the operation that uses it. An edge over
 * several rows gets a dummy vertex in each row between, which keeps a place free for it.
 */
final class Layering {
    /** Above this many dummies the remaining long edges are drawn straight through, as no eye could follow them. */
    private static final int MAX_DUMMIES = 200_000;

    private final int real;
    private final int[] rowOf;
    private final List<int[]> rows;
    private final List<int[]> routes;
    private final int[] dummyRow;

    private Layering(int real, int[] rowOf, List<int[]> rows, List<int[]> routes, int[] dummyRow) {
        this.real = real;
        this.rowOf = rowOf;
        this.rows = rows;
        this.routes = routes;
        this.dummyRow = dummyRow;
    }

    static Layering of(AutogradGraph graph) {
        int n = graph.vertices().size();
        int[] rowOf = rowsFromInputs(graph, n);
        int rowCount = Arrays.stream(rowOf).max().orElse(0) + 1;
        List<List<Integer>> members = new ArrayList<>();
        for (int r = 0; r < rowCount; r++) {
            members.add(new ArrayList<>(2));
        }
        for (int v = 0; v < n; v++) {
            members.get(rowOf[v]).add(v);
        }
        List<int[]> routes = new ArrayList<>();
        List<Integer> dummyRow = new ArrayList<>();
        for (AutogradGraph.Edge edge : graph.edges()) {
            int between = rowOf[edge.to()] - rowOf[edge.from()] - 1;
            boolean direct = dummyRow.size() + between > MAX_DUMMIES;
            int[] route = new int[direct ? 2 : between + 2];
            route[0] = edge.from();
            route[route.length - 1] = edge.to();
            for (int i = 1; i < route.length - 1; i++) {
                route[i] = n + dummyRow.size();
                members.get(rowOf[edge.from()] + i).add(route[i]);
                dummyRow.add(rowOf[edge.from()] + i);
            }
            routes.add(route);
        }
        List<int[]> rows = members.stream()
                .map(row -> row.stream().mapToInt(Integer::intValue).toArray())
                .toList();
        return new Layering(
                n,
                rowOf,
                rows,
                routes,
                dummyRow.stream().mapToInt(Integer::intValue).toArray());
    }

    /** The longest way to the result decides; computed in topological order from the result up. */
    private static int[] rowsFromInputs(AutogradGraph graph, int n) {
        int[] uses = new int[n];
        List<List<Integer>> inputs = new ArrayList<>();
        for (int v = 0; v < n; v++) {
            inputs.add(new ArrayList<>(2));
        }
        for (AutogradGraph.Edge edge : graph.edges()) {
            uses[edge.from()]++;
            inputs.get(edge.to()).add(edge.from());
        }
        int[] distance = new int[n];
        int[] queue = new int[n];
        int filled = 0;
        for (int v = 0; v < n; v++) {
            if (uses[v] == 0) {
                queue[filled++] = v;
            }
        }
        int farthest = 0;
        for (int i = 0; i < filled; i++) {
            int v = queue[i];
            farthest = Math.max(farthest, distance[v]);
            for (int input : inputs.get(v)) {
                distance[input] = Math.max(distance[input], distance[v] + 1);
                if (--uses[input] == 0) {
                    queue[filled++] = input;
                }
            }
        }
        int last = farthest;
        return Arrays.stream(distance).map(d -> last - d).toArray();
    }

    /** Vertices and dummies together. */
    int size() {
        return real + dummyRow.length;
    }

    /** True for a place that is kept free for an edge. */
    boolean isDummy(int v) {
        return v >= real;
    }

    int row(int v) {
        return v < real ? rowOf[v] : dummyRow[v - real];
    }

    /** Vertices and dummies of each row; {@link Ordering} sorts them in place. */
    List<int[]> rows() {
        return rows;
    }

    /** For each edge of the graph its vertices from end to end, dummies between. */
    List<int[]> routes() {
        return routes;
    }
}
