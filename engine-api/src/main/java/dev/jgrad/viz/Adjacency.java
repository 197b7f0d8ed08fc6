package dev.jgrad.viz;

/** For every vertex and dummy its neighbours in the row above and in the row below, packed into arrays. */
final class Adjacency {
    private final int[][] above;
    private final int[][] below;

    Adjacency(Layering layering) {
        int n = layering.size();
        int[] up = new int[n];
        int[] down = new int[n];
        for (int[] route : layering.routes()) {
            for (int i = 1; i < route.length; i++) {
                down[route[i - 1]]++;
                up[route[i]]++;
            }
        }
        above = new int[n][];
        below = new int[n][];
        for (int v = 0; v < n; v++) {
            above[v] = new int[up[v]];
            below[v] = new int[down[v]];
        }
        for (int[] route : layering.routes()) {
            for (int i = 1; i < route.length; i++) {
                int a = route[i - 1];
                int b = route[i];
                below[a][--down[a]] = b;
                above[b][--up[b]] = a;
            }
        }
    }

    int[] above(int v) {
        return above[v];
    }

    int[] below(int v) {
        return below[v];
    }
}
