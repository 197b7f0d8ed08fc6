package dev.jgrad.nn.train;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.function.ToDoubleFunction;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Draws loss and accuracy over the epochs, side by side, as a PNG. */
public final class Curves {
    private static final int WIDTH = 620;
    private static final int HEIGHT = 420;
    private static final int MARGIN = 16;
    private static final int TITLE = 64;

    /** Pixels per unit, so that lines and letters are sharp on today's screens. */
    private static final int SCALE = 2;

    private static final String KEY =
            "thick with dots: on test data after each epoch; thin: on training data during it";

    private static final Color INK = new Color(0x33, 0x3A, 0x45);
    private static final Color GRID = new Color(0xE4, 0xE7, 0xEC);
    private static final List<Color> COLORS =
            List.of(new Color(0x1F, 0x77, 0xB4), new Color(0xE4, 0x7A, 0x1D), new Color(0x8A, 0x8F, 0x98));

    private Curves() {}

    /** The bytes of a PNG file. */
    public static byte[] png(String title, History history) throws IOException {
        var loss = chart("loss", history, Point::loss);
        var accuracy = chart("accuracy (%)", history, point -> 100 * point.accuracy());
        accuracy.getStyler().setYAxisMin(0.0).setYAxisMax(100.0);
        loss.getStyler().setYAxisMin(0.0);
        // One legend is enough for both, and the loss has room at the top right.
        accuracy.getStyler().setLegendVisible(false);
        int width = 2 * WIDTH + 3 * MARGIN;
        int height = TITLE + HEIGHT + MARGIN;
        var image = new BufferedImage(width * SCALE, height * SCALE, BufferedImage.TYPE_INT_RGB);
        Graphics2D g = image.createGraphics();
        try {
            g.scale(SCALE, SCALE);
            g.setRenderingHint(java.awt.RenderingHints.KEY_ANTIALIASING, java.awt.RenderingHints.VALUE_ANTIALIAS_ON);
            g.setRenderingHint(
                    java.awt.RenderingHints.KEY_TEXT_ANTIALIASING, java.awt.RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
            g.setColor(Color.WHITE);
            g.fillRect(0, 0, width, height);
            g.setColor(INK);
            g.setFont(font(Font.BOLD, 17));
            g.drawString(title, (width - g.getFontMetrics().stringWidth(title)) / 2, 28);
            g.setFont(font(Font.PLAIN, 12));
            g.drawString(KEY, (width - g.getFontMetrics().stringWidth(KEY)) / 2, 48);
            g.translate(MARGIN, TITLE);
            loss.paint(g, WIDTH, HEIGHT);
            g.translate(WIDTH + MARGIN, 0);
            accuracy.paint(g, WIDTH, HEIGHT);
        } finally {
            g.dispose();
        }
        var bytes = new ByteArrayOutputStream();
        // Without a file in between: the folder for temporary ones may be read-only.
        try (var out = new MemoryCacheImageOutputStream(bytes)) {
            ImageIO.write(image, "png", out);
        }
        return bytes.toByteArray();
    }

    private static XYChart chart(String what, History history, ToDoubleFunction<Point> value) {
        XYChart chart = new XYChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .xAxisTitle("epoch")
                .yAxisTitle(what)
                .build();
        style(chart);
        int color = 0;
        for (String stage : history.stages()) {
            add(chart, stage + " (training)", history.of(stage, false), value, COLORS.get(color), false);
            add(chart, stage, history.of(stage, true), value, COLORS.get(color), true);
            color = (color + 1) % COLORS.size();
        }
        return chart;
    }

    private static void add(
            XYChart chart, String name, List<Point> points, ToDoubleFunction<Point> value, Color color, boolean test) {
        if (points.isEmpty()) {
            return;
        }
        var series = chart.addSeries(
                name,
                points.stream().mapToDouble(Point::epoch).toArray(),
                points.stream().mapToDouble(value).toArray());
        // What counts is bold with a dot for each epoch; what was learned from is thin.
        int alpha = test ? 255 : 110;
        series.setLineColor(new Color(color.getRed(), color.getGreen(), color.getBlue(), alpha));
        series.setMarkerColor(color);
        series.setShowInLegend(test);
        series.setMarker(test ? SeriesMarkers.CIRCLE : SeriesMarkers.NONE);
        series.setLineStyle(new BasicStroke(test ? 2.4f : 1.4f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
    }

    private static void style(XYChart chart) {
        var styler = chart.getStyler();
        styler.setChartBackgroundColor(Color.WHITE);
        styler.setPlotBackgroundColor(Color.WHITE);
        styler.setPlotBorderVisible(false);
        styler.setPlotGridLinesColor(GRID);
        styler.setPlotGridLinesStroke(new BasicStroke(1f));
        styler.setChartFontColor(INK);
        styler.setAxisTickLabelsColor(INK);
        styler.setAxisTitleFont(font(Font.PLAIN, 13));
        styler.setAxisTickLabelsFont(font(Font.PLAIN, 12));
        styler.setLegendFont(font(Font.PLAIN, 12));
        styler.setLegendPosition(Styler.LegendPosition.InsideNE);
        styler.setLegendBorderColor(GRID);
        styler.setLegendPadding(8);
        styler.setXAxisTickMarkSpacingHint(70);
        styler.setMarkerSize(7);
        styler.setXAxisMin(0.0);
    }

    private static Font font(int style, int size) {
        return new Font(Font.SANS_SERIF, style, size);
    }
}
