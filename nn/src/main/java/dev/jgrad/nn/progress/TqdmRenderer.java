package dev.jgrad.nn.progress;

import java.time.Duration;
import me.tongfei.progressbar.ProgressBarRenderer;
import me.tongfei.progressbar.ProgressState;

/** Draws {@code Epoch 1/3:  45%|████▌     | 900/2000 [00:03<00:04, 285 images/s, loss=0.12]}. */
final class TqdmRenderer implements ProgressBarRenderer {
    private static final String EIGHTHS = " ▏▎▍▌▋▊▉";

    private final Unit unit;
    private final boolean blocks;

    TqdmRenderer(Unit unit, boolean blocks) {
        this.unit = unit;
        this.blocks = blocks;
    }

    @Override
    public String render(ProgressState state, int maxLength) {
        return render(
                state.getTaskName(),
                state.getCurrent(),
                state.getStart(),
                state.getMax(),
                state.getTotalElapsed(),
                state.getExtraMessage(),
                maxLength);
    }

    String render(String task, long done, long start, long total, Duration elapsed, String note, int maxLength) {
        double seconds = Math.max(elapsed.toMillis() / 1000.0, 1e-3);
        double rate = (done - start) / seconds;
        double share = total <= 0 ? 1 : Math.min(1, (double) done / total);
        String remaining = rate > 0 ? time((total - done) / rate) : "?";
        String before = (task.isEmpty() ? "" : task + ": ") + String.format("%3d%%|", (int) (share * 100));
        String after = "| " + unit.count(done) + "/" + unit.count(total) + " [" + time(seconds) + "<" + remaining + ", "
                + (rate > 0 ? unit.rate(rate) : "?") + (note.isEmpty() ? "" : ", " + note) + "]";
        int width = Math.clamp(maxLength - before.length() - after.length(), 0, 30);
        String line = before + bar(share, width) + after;
        return line.length() <= maxLength ? line : line.substring(0, maxLength);
    }

    private String bar(double share, int width) {
        double filled = share * width;
        int whole = (int) filled;
        var bar = new StringBuilder((blocks ? "█" : "#").repeat(whole));
        if (whole < width) {
            bar.append(blocks ? EIGHTHS.charAt((int) ((filled - whole) * 8)) : ' ');
        }
        return bar.append(" ".repeat(width - bar.length())).toString();
    }

    private static String time(double seconds) {
        long s = Math.round(Math.min(seconds, 359_999));
        return s < 3600
                ? String.format("%02d:%02d", s / 60, s % 60)
                : String.format("%d:%02d:%02d", s / 3600, s / 60 % 60, s % 60);
    }
}
