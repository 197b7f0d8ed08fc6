package dev.jgrad.nn.serve;

import java.util.concurrent.atomic.DoubleAdder;
import java.util.concurrent.atomic.LongAdder;

/** Counts values by size, as Prometheus does it: how many are at most so large, for some bounds. */
final class Histogram {
    private final double[] bounds;
    private final LongAdder[] counts;
    private final DoubleAdder sum = new DoubleAdder();

    Histogram(double... bounds) {
        this.bounds = bounds;
        counts = new LongAdder[bounds.length + 1];
        for (int i = 0; i < counts.length; i++) {
            counts[i] = new LongAdder();
        }
    }

    void observe(double value) {
        int i = 0;
        while (i < bounds.length && value > bounds[i]) {
            i++;
        }
        counts[i].increment();
        sum.add(value);
    }

    /** Adds its lines to a page of metrics. */
    void write(StringBuilder out, String name) {
        long total = 0;
        for (int i = 0; i < counts.length; i++) {
            total += counts[i].sum();
            out.append(name).append("_bucket{le=\"");
            out.append(i < bounds.length ? Double.toString(bounds[i]) : "+Inf");
            out.append("\"} ").append(total).append('\n');
        }
        out.append(name).append("_sum ").append(sum.sum()).append('\n');
        out.append(name).append("_count ").append(total).append('\n');
    }
}
