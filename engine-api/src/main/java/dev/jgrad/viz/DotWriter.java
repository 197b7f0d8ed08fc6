package dev.jgrad.viz;

import java.util.List;

/** Writes a graph in Graphviz's language. */
final class DotWriter {
    private DotWriter() {}

    static String write(AutogradGraph graph) {
        StringBuilder out = new StringBuilder("digraph autograd {\n");
        out.append("  rankdir=TB;\n");
        out.append("  node [shape=box, style=\"rounded,filled\", fontname=\"Helvetica\", fontsize=12];\n");
        out.append("  edge [arrowsize=0.7];\n");
        List<AutogradGraph.Vertex> vertices = graph.vertices();
        for (int v = 0; v < vertices.size(); v++) {
            AutogradGraph.Vertex vertex = vertices.get(v);
            out.append("  n").append(v).append(" [label=\"");
            quote(out, vertex.title());
            if (!vertex.detail().isEmpty()) {
                out.append("\\n");
                quote(out, vertex.detail());
            }
            Palette palette = Palette.of(vertex.kind());
            out.append("\", fillcolor=\"").append(palette.fill());
            out.append("\", color=\"").append(palette.border()).append("\"];\n");
        }
        for (AutogradGraph.Edge edge : graph.edges()) {
            out.append("  n")
                    .append(edge.from())
                    .append(" -> n")
                    .append(edge.to())
                    .append(";\n");
        }
        return out.append("}\n").toString();
    }

    private static void quote(StringBuilder out, String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else {
                out.append(c < ' ' ? ' ' : c);
            }
        }
    }
}
