package dev.jgrad.cuda.memory;

import dev.jgrad.memory.ByteCount;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The table of an out-of-memory error: what takes the most, equal ones in one line. */
final class LargestTensors {
    private static final int LINES = 8;

    private static final class Line {
        final String what;
        long count;
        long bytes;

        Line(String what) {
            this.what = what;
        }
    }

    private LargestTensors() {}

    static String table(Collection<CudaBlock> segments) {
        Map<String, Line> lines = new HashMap<>();
        for (CudaBlock head : segments) {
            for (CudaBlock b = head; b != null; b = b.after) {
                if (b.inUse) {
                    String what = b.dtype == null
                            ? "workspace"
                            : b.dtype.label() + ", " + b.elements + " element" + (b.elements == 1 ? "" : "s");
                    Line line = lines.computeIfAbsent(what, Line::new);
                    line.count++;
                    line.bytes += b.byteSize;
                }
            }
        }
        List<Line> largest = new ArrayList<>(lines.values());
        largest.sort((x, y) -> Long.compare(y.bytes, x.bytes));
        StringBuilder text = new StringBuilder();
        for (Line line : largest.subList(0, Math.min(LINES, largest.size()))) {
            text.append(
                    String.format(Locale.ROOT, "%n  %11s  %d x %s", ByteCount.text(line.bytes), line.count, line.what));
        }
        return text.toString();
    }
}
