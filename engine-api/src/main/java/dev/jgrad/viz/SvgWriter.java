package dev.jgrad.viz;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** Lays a graph out and writes it as an SVG document. */
final class SvgWriter {
    private static final double MARGIN = 24;
    private static final double ROW_GAP = 34;
    private static final double TITLE_SIZE = 13;
    private static final double DETAIL_SIZE = 11;
    private static final double ONE_LINE = 28;
    private static final double TWO_LINES = 42;
    private static final double PADDING = 14;
    private static final double MIN_WIDTH = 44;
    private static final double DUMMY_WIDTH = 2;
    private static final double ARROW = 7;
    private static final double PORT_GAP = 18;

    private final AutogradGraph graph;
    private final Layering layering;
    private final double[] width;
    private final double[] x;
    private final double[] rowMiddle;
    private final double[] rowHeight;
    private final StringBuilder out = new StringBuilder();

    private SvgWriter(AutogradGraph graph) {
        this.graph = graph;
        this.layering = Layering.of(graph);
        Adjacency adjacency = new Adjacency(layering);
        Ordering.sort(layering, adjacency);
        this.width = new double[layering.size()];
        for (int v = 0; v < width.length; v++) {
            width[v] =
                    layering.isDummy(v) ? DUMMY_WIDTH : widthOf(graph.vertices().get(v));
        }
        this.x = Placement.of(layering, adjacency, width);
        this.rowMiddle = new double[layering.rows().size()];
        this.rowHeight = new double[layering.rows().size()];
        placeRows();
    }

    static String write(AutogradGraph graph) {
        return new SvgWriter(graph).write();
    }

    private static double widthOf(AutogradGraph.Vertex vertex) {
        double bold = vertex.kind() == AutogradGraph.Kind.OPERATION ? 1 : 1.1;
        double text =
                Math.max(bold * TextWidth.of(vertex.title(), TITLE_SIZE), TextWidth.of(vertex.detail(), DETAIL_SIZE));
        return Math.max(MIN_WIDTH, text + 2 * PADDING);
    }

    private static double heightOf(AutogradGraph.Vertex vertex) {
        return vertex.detail().isEmpty() ? ONE_LINE : TWO_LINES;
    }

    private void placeRows() {
        double y = MARGIN;
        for (int r = 0; r < rowMiddle.length; r++) {
            rowHeight[r] = ONE_LINE;
            for (int v : layering.rows().get(r)) {
                if (!layering.isDummy(v)) {
                    rowHeight[r] =
                            Math.max(rowHeight[r], heightOf(graph.vertices().get(v)));
                }
            }
            rowMiddle[r] = y + rowHeight[r] / 2;
            y += rowHeight[r] + ROW_GAP;
        }
    }

    private String write() {
        double right = 0;
        for (int v = 0; v < x.length; v++) {
            right = Math.max(right, x[v] + width[v] / 2);
        }
        int last = rowMiddle.length - 1;
        String w = number(right + 2 * MARGIN);
        String h = number(rowMiddle[last] + rowHeight[last] / 2 + MARGIN);
        out.append("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"")
                .append(w)
                .append("\" height=\"")
                .append(h);
        out.append("\" viewBox=\"0 0 ").append(w).append(' ').append(h);
        out.append("\" font-family=\"Helvetica, Arial, 'Liberation Sans', sans-serif\" text-anchor=\"middle\">\n");
        out.append("<defs><marker id=\"arrow\" viewBox=\"0 0 8 8\" refX=\"0\" refY=\"4\" markerWidth=\"")
                .append(number(ARROW));
        out.append("\" markerHeight=\"").append(number(ARROW));
        out.append(
                "\" markerUnits=\"userSpaceOnUse\" orient=\"auto\"><path d=\"M0,0.6 L8,4 L0,7.4 Z\" fill=\"#6b7480\"/>");
        out.append("</marker></defs>\n<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n");
        edges();
        for (int v = 0; v < graph.vertices().size(); v++) {
            vertex(v);
        }
        return out.append("</svg>\n").toString();
    }

    // ---- vertices --------------------------------------------------------------------------------------------

    private void vertex(int v) {
        AutogradGraph.Vertex vertex = graph.vertices().get(v);
        Palette palette = Palette.of(vertex.kind());
        double height = heightOf(vertex);
        double middle = rowMiddle[layering.row(v)];
        double centre = MARGIN + x[v];
        boolean operation = vertex.kind() == AutogradGraph.Kind.OPERATION;
        out.append("<g><rect x=\"").append(number(centre - width[v] / 2));
        out.append("\" y=\"").append(number(middle - height / 2));
        out.append("\" width=\"")
                .append(number(width[v]))
                .append("\" height=\"")
                .append(number(height));
        out.append("\" rx=\"").append(operation ? "6" : "10");
        out.append("\" fill=\"").append(palette.fill()).append("\" stroke=\"").append(palette.border());
        out.append("\" stroke-width=\"1.2\"/>");
        boolean two = !vertex.detail().isEmpty();
        text(centre, middle + (two ? -3.5 : 4.5), TITLE_SIZE, palette.text(), !operation, vertex.title());
        if (two) {
            text(centre, middle + 13, DETAIL_SIZE, palette.text(), false, vertex.detail());
        }
        out.append("</g>\n");
    }

    private void text(double cx, double baseline, double size, String colour, boolean bold, String content) {
        out.append("<text x=\"").append(number(cx)).append("\" y=\"").append(number(baseline));
        out.append("\" font-size=\"").append(number(size)).append("\" fill=\"").append(colour);
        out.append(bold ? "\" font-weight=\"600\">" : "\">");
        escape(content);
        out.append("</text>");
    }

    private void escape(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '&' -> out.append("&amp;");
                case '"' -> out.append("&quot;");
                default -> {
                    boolean pair = Character.isHighSurrogate(c)
                            && i + 1 < text.length()
                            && Character.isLowSurrogate(text.charAt(i + 1));
                    if (pair) {
                        out.append(c).append(text.charAt(++i));
                    } else {
                        // XML has no way to write these characters at all.
                        boolean legal = c >= ' ' && !Character.isSurrogate(c) && c < '\ufffe';
                        out.append(legal ? c : '\ufffd');
                    }
                }
            }
        }
    }

    // ---- edges -----------------------------------------------------------------------------------------------

    private void edges() {
        List<int[]> routes = layering.routes();
        double[] start = ports(routes, true);
        double[] end = ports(routes, false);
        out.append("<g fill=\"none\" stroke=\"#6b7480\" stroke-width=\"1.3\">\n");
        for (int e = 0; e < routes.size(); e++) {
            edge(routes.get(e), start[e], end[e]);
        }
        out.append("</g>\n");
    }

    /**
     * Where edges touch a vertex: side by side in the order of where they come from or go to, so that they do not cross
     * in front of it.
     */
    private double[] ports(List<int[]> routes, boolean atStart) {
        Integer[] order = new Integer[routes.size()];
        Arrays.setAll(order, e -> e);
        Arrays.sort(
                order,
                Comparator.<Integer>comparingInt(e -> vertexOf(routes.get(e), atStart))
                        .thenComparingDouble(e -> x[neighbourOf(routes.get(e), atStart)]));
        double[] out = new double[routes.size()];
        for (int from = 0; from < order.length; ) {
            int v = vertexOf(routes.get(order[from]), atStart);
            int to = from;
            while (to < order.length && vertexOf(routes.get(order[to]), atStart) == v) {
                to++;
            }
            int count = to - from;
            double gap = count < 2 ? 0 : Math.min(PORT_GAP, (width[v] - 2 * PADDING) / (count - 1));
            for (int i = from; i < to; i++) {
                out[order[i]] = MARGIN + x[v] + gap * (i - from - (count - 1) / 2.0);
            }
            from = to;
        }
        return out;
    }

    private static int vertexOf(int[] route, boolean atStart) {
        return atStart ? route[0] : route[route.length - 1];
    }

    private static int neighbourOf(int[] route, boolean atStart) {
        return atStart ? route[1] : route[route.length - 2];
    }

    /** Curves that are vertical where they meet a row, so that they flow into one another. */
    private void edge(int[] route, double startX, double endX) {
        double cx = startX;
        double cy = border(route[0], 1);
        out.append("<path d=\"M").append(number(cx)).append(',').append(number(cy));
        for (int i = 1; i < route.length; i++) {
            boolean last = i == route.length - 1;
            int v = route[i];
            double top = last ? border(v, -1) - ARROW : rowMiddle[layering.row(v)] - rowHeight[layering.row(v)] / 2;
            double nx = last ? endX : MARGIN + x[v];
            curve(cx, cy, nx, top);
            cx = nx;
            cy = top;
            if (!last) {
                cy = top + rowHeight[layering.row(v)];
                out.append(" V").append(number(cy));
            }
        }
        out.append("\" marker-end=\"url(#arrow)\"/>\n");
    }

    private void curve(double fromX, double fromY, double toX, double toY) {
        if (Math.abs(fromX - toX) < 0.5) {
            out.append(" L").append(number(toX)).append(',').append(number(toY));
            return;
        }
        double bend = (fromY + toY) / 2;
        out.append(" C").append(number(fromX)).append(',').append(number(bend));
        out.append(' ').append(number(toX)).append(',').append(number(bend));
        out.append(' ').append(number(toX)).append(',').append(number(toY));
    }

    /** The lower (1) or upper (-1) border of a vertex. */
    private double border(int v, int side) {
        return rowMiddle[layering.row(v)] + side * heightOf(graph.vertices().get(v)) / 2;
    }

    /** A tenth of a pixel is exact enough, and small graphs stay readable as text. */
    private static String number(double value) {
        long tenths = Math.round(value * 10);
        return tenths % 10 == 0 ? Long.toString(tenths / 10) : Double.toString(tenths / 10.0);
    }
}
