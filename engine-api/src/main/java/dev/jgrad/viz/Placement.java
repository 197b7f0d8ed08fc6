package dev.jgrad.viz;

import java.util.Arrays;
import java.util.List;

/**
 * Positions from left to right: each vertex goes to the mean of its neighbours as far as the order and the distances in
 * its row allow. For one row that is a problem with an exact answer in linear time (isotonic regression); sweeps over
 * the rows, down and up, let the answers settle. Edges through dummies pull strongest, so long edges become straight.
 */
final class Placement {
    private static final int SWEEPS = 17;
    private static final double GAP = 26;
    private static final double EDGE_GAP = 14;

    private final Layering layering;
    private final Adjacency adjacency;
    private final double[] width;
    private final double[] x;
    private final int[] depth;
    private final int[] deepestInput;

    private Placement(Layering layering, Adjacency adjacency, double[] width) {
        this.layering = layering;
        this.adjacency = adjacency;
        this.width = width;
        this.x = new double[layering.size()];
        this.depth = new int[layering.size()];
        this.deepestInput = new int[layering.size()];
    }

    /**
     * The middle of every vertex and dummy; the leftmost border is at 0.
     *
     * @param width of vertices and dummies
     */
    static double[] of(Layering layering, Adjacency adjacency, double[] width) {
        return new Placement(layering, adjacency, width).place();
    }

    private double[] place() {
        List<int[]> rows = layering.rows();
        measureDepth();
        rows.forEach(this::pack);
        for (int sweep = 0; sweep < SWEEPS; sweep++) {
            // Both sides pull in the end; the very last sweep puts inputs straight above what they go to.
            boolean settle = sweep >= SWEEPS - 6 && sweep < SWEEPS - 1;
            boolean down = sweep % 2 == 1;
            for (int i = 0; i < rows.size(); i++) {
                align(rows.get(down ? i : rows.size() - 1 - i), down || settle, !down || settle);
            }
        }
        straightenAll();
        double left = Double.POSITIVE_INFINITY;
        for (int v = 0; v < x.length; v++) {
            left = Math.min(left, x[v] - width[v] / 2);
        }
        for (int v = 0; v < x.length; v++) {
            x[v] -= left;
        }
        return x;
    }

    private double distance(int left, int right) {
        double gap = layering.isDummy(left) || layering.isDummy(right) ? EDGE_GAP : GAP;
        return (width[left] + width[right]) / 2 + gap;
    }

    private void pack(int[] row) {
        for (int i = 1; i < row.length; i++) {
            x[row[i]] = x[row[i - 1]] + distance(row[i - 1], row[i]);
        }
        double middle = row.length == 0 ? 0 : x[row[row.length - 1]] / 2;
        for (int v : row) {
            x[v] -= middle;
        }
    }

    private void align(int[] row, boolean toAbove, boolean toBelow) {
        int n = row.length;
        double[] offset = new double[n];
        double[] mean = new double[n];
        double[] weight = new double[n];
        for (int i = 0; i < n; i++) {
            int v = row[i];
            offset[i] = i == 0 ? 0 : offset[i - 1] + distance(row[i - 1], v);
            double sum = 0;
            double pull = 0;
            for (int side = 0; side < 2; side++) {
                int[] neighbours = side == 0 ? adjacency.above(v) : adjacency.below(v);
                if (side == 0 ? !toAbove : !toBelow) {
                    continue;
                }
                for (int neighbour : neighbours) {
                    double strength = strength(v, neighbour);
                    sum += strength * x[neighbour];
                    pull += strength;
                }
            }
            // What nothing pulls stays where it is, if it is in nobody's way.
            weight[i] = pull == 0 ? 0.01 : pull * firmness(v);
            mean[i] = (pull == 0 ? x[v] : sum / pull) - offset[i];
        }
        double[] solved = isotonic(mean, weight);
        for (int i = 0; i < n; i++) {
            x[row[i]] = solved[i] + offset[i];
        }
    }

    /**
     * How strongly a neighbour draws a vertex. The way of the data through a net, recognised by the number of steps
     * before it, is to be a straight line; parameters and side branches stand aside.
     */
    private double strength(int v, int neighbour) {
        if (layering.isDummy(v)) {
            return layering.isDummy(neighbour) ? 8 : 1;
        }
        if (layering.isDummy(neighbour)) {
            return 0.5;
        }
        if (layering.row(v) < layering.row(neighbour)) {
            return 4; // what has one use goes to where it is used
        }
        return 4 * share(neighbour, v);
    }

    /**
     * What part an input has in a result, by the number of steps before it: 1 on the way of the data and for branches of
     * like length, little for a branch that prepares a parameter, least for a parameter itself.
     */
    private double share(int input, int result) {
        if (depth[input] == 0 && deepestInput[result] > 0) {
            return 0.05;
        }
        double ratio = (depth[input] + 4.0) / (deepestInput[result] + 4.0);
        return ratio > 0.7 ? 1 : ratio * ratio;
    }

    /** How firmly a vertex holds its place against others in its row. */
    private double firmness(int v) {
        if (layering.isDummy(v)) {
            return 0.05; // a long edge goes around; it is straightened in the end
        }
        double most = adjacency.below(v).length == 0 ? 1 : 0.05;
        for (int result : adjacency.below(v)) {
            most = Math.max(most, layering.isDummy(result) ? 0.5 : share(v, result));
        }
        return most;
    }

    /** The number of operations on the longest way to each vertex, and to the deepest of its inputs. */
    private void measureDepth() {
        for (int[] row : layering.rows()) {
            for (int v : row) {
                int[] inputs = adjacency.above(v);
                for (int input : inputs) {
                    deepestInput[v] = Math.max(deepestInput[v], depth[input]);
                }
                boolean step = inputs.length > 0 && !layering.isDummy(v);
                depth[v] = deepestInput[v] + (step ? 1 : 0);
            }
        }
    }

    /** Gives all dummies of an edge one position where there is one that keeps the distances in all their rows. */
    private void straighten(int[] route, int[] place) {
        double low = Double.NEGATIVE_INFINITY;
        double high = Double.POSITIVE_INFINITY;
        double sum = 0;
        for (int i = 1; i < route.length - 1; i++) {
            int v = route[i];
            int[] row = layering.rows().get(layering.row(v));
            int at = place[v];
            if (at > 0) {
                low = Math.max(low, x[row[at - 1]] + distance(row[at - 1], v));
            }
            if (at < row.length - 1) {
                high = Math.min(high, x[row[at + 1]] - distance(v, row[at + 1]));
            }
            sum += x[v];
        }
        if (low <= high) {
            double common = Math.clamp(sum / (route.length - 2), low, high);
            for (int i = 1; i < route.length - 1; i++) {
                x[route[i]] = common;
            }
        }
    }

    private void straightenAll() {
        int[] place = new int[x.length];
        for (int[] row : layering.rows()) {
            for (int i = 0; i < row.length; i++) {
                place[row[i]] = i;
            }
        }
        for (int[] route : layering.routes()) {
            if (route.length > 3) {
                straighten(route, place);
            }
        }
    }

    /** The increasing sequence closest to the given one: neighbours in the wrong order are pooled at their mean. */
    static double[] isotonic(double[] wanted, double[] weight) {
        int n = wanted.length;
        double[] value = new double[n];
        double[] mass = new double[n];
        int[] end = new int[n];
        int blocks = 0;
        for (int i = 0; i < n; i++) {
            value[blocks] = wanted[i];
            mass[blocks] = weight[i];
            end[blocks++] = i + 1;
            while (blocks > 1 && value[blocks - 2] > value[blocks - 1]) {
                double total = mass[blocks - 2] + mass[blocks - 1];
                value[blocks - 2] =
                        (value[blocks - 2] * mass[blocks - 2] + value[blocks - 1] * mass[blocks - 1]) / total;
                mass[blocks - 2] = total;
                end[blocks - 2] = end[blocks - 1];
                blocks--;
            }
        }
        double[] out = new double[n];
        int start = 0;
        for (int b = 0; b < blocks; b++) {
            Arrays.fill(out, start, end[b], value[b]);
            start = end[b];
        }
        return out;
    }
}
