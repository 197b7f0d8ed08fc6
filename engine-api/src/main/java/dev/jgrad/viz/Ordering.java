package dev.jgrad.viz;

import java.util.Arrays;
import java.util.List;

/**
 * Sorts the rows so that few edges cross: each vertex goes where its neighbours in the next row are on average, row by
 * row, down and up, and the best order seen stays.
 */
final class Ordering {
    private static final int SWEEPS = 16;

    private final List<int[]> rows;
    private final Adjacency adjacency;
    private final int[] position;

    private Ordering(Layering layering, Adjacency adjacency) {
        this.rows = layering.rows();
        this.adjacency = adjacency;
        this.position = new int[layering.size()];
    }

    static void sort(Layering layering, Adjacency adjacency) {
        new Ordering(layering, adjacency).sort();
    }

    private void sort() {
        rows.forEach(this::number);
        long best = crossings();
        int[][] kept = copy();
        for (int sweep = 0; sweep < SWEEPS && best > 0; sweep++) {
            boolean down = sweep % 2 == 1; // the result is one vertex: from there upwards the first order comes
            for (int i = 1; i < rows.size(); i++) {
                align(rows.get(down ? i : rows.size() - 1 - i), down);
            }
            long now = crossings();
            if (now < best) {
                best = now;
                kept = copy();
            }
        }
        for (int r = 0; r < kept.length; r++) {
            System.arraycopy(kept[r], 0, rows.get(r), 0, kept[r].length);
        }
    }

    private int[][] copy() {
        return rows.stream().map(int[]::clone).toArray(int[][]::new);
    }

    private void number(int[] row) {
        for (int i = 0; i < row.length; i++) {
            position[row[i]] = i;
        }
    }

    private void align(int[] row, boolean down) {
        if (row.length < 2) {
            return;
        }
        double[] wanted = new double[row.length];
        Integer[] order = new Integer[row.length];
        for (int i = 0; i < row.length; i++) {
            int[] neighbours = down ? adjacency.above(row[i]) : adjacency.below(row[i]);
            double sum = 0;
            for (int neighbour : neighbours) {
                sum += position[neighbour];
            }
            wanted[i] = neighbours.length == 0 ? i : sum / neighbours.length;
            order[i] = i;
        }
        Arrays.sort(order, (i, j) -> Double.compare(wanted[i], wanted[j]));
        int[] before = row.clone();
        for (int i = 0; i < row.length; i++) {
            row[i] = before[order[i]];
        }
        number(row);
    }

    private long crossings() {
        long sum = 0;
        for (int r = 1; r < rows.size(); r++) {
            sum += crossings(rows.get(r - 1), rows.get(r));
        }
        return sum;
    }

    /** Pairs of edges in the wrong order, counted with a tree of partial sums over the lower row. */
    private long crossings(int[] upper, int[] lower) {
        if (upper.length < 2 || lower.length < 2) {
            return 0;
        }
        int[] tree = new int[lower.length + 1];
        long sum = 0;
        int seen = 0;
        for (int v : upper) {
            int[] targets = adjacency.below(v);
            for (int target : targets) {
                sum += seen - prefix(tree, position[target] + 1);
            }
            for (int target : targets) {
                seen++;
                for (int i = position[target] + 1; i < tree.length; i += i & -i) {
                    tree[i]++;
                }
            }
        }
        return sum;
    }

    private static int prefix(int[] tree, int end) {
        int sum = 0;
        // Edges drawn without dummies may lead into rows farther down; they count as the last place.
        for (int i = Math.min(end, tree.length - 1); i > 0; i -= i & -i) {
            sum += tree[i];
        }
        return sum;
    }
}
