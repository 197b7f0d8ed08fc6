package dev.jgrad.it.load;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What came of the requests. */
final class Tally {
    private final List<String> wrong = new ArrayList<>();
    private final long[] latencies;
    private int right;
    private int refused;
    private int lost;
    private int busy;
    private int broken;

    Tally(int requests) {
        latencies = new long[requests];
    }

    synchronized void right(long nanos) {
        latencies[right++] = nanos;
    }

    /** Malformed, and told so. */
    synchronized void refused() {
        refused++;
    }

    synchronized void wrong(Question question, int status, String answer) {
        wrong.add(question.name() + ": " + status + " " + answer.substring(0, Math.min(200, answer.length())));
    }

    /** No answer after all tries. */
    synchronized void lost() {
        lost++;
    }

    /** 503, tried again. */
    synchronized void busy() {
        busy++;
    }

    /** The connection broke, or none was to be had; tried again. */
    synchronized void broken() {
        broken++;
    }

    /** How many have been dealt with. */
    synchronized int done() {
        return right + refused + lost + wrong.size();
    }

    synchronized boolean isGood() {
        return wrong.isEmpty() && lost == 0;
    }

    synchronized String report(double seconds) {
        Arrays.sort(latencies, 0, right);
        var out = new StringBuilder();
        out.append(String.format(
                Locale.ROOT, "%d requests in %.1f s, %.0f a second%n", done(), seconds, done() / seconds));
        out.append(String.format(
                Locale.ROOT,
                "right %d, malformed and refused %d, wrong %d, lost %d (tried again: busy %d, connection broken %d)%n",
                right,
                refused,
                wrong.size(),
                lost,
                busy,
                broken));
        out.append(String.format(
                Locale.ROOT,
                "milliseconds: p50 %.1f, p90 %.1f, p99 %.1f, longest %.1f%n",
                percentile(.5),
                percentile(.9),
                percentile(.99),
                percentile(1)));
        wrong.stream()
                .limit(10)
                .forEach(line -> out.append("wrong: ").append(line).append('\n'));
        return out.toString();
    }

    private double percentile(double share) {
        return right == 0 ? Double.NaN : latencies[(int) Math.min(right - 1, Math.ceil(share * right))] / 1e6;
    }
}
