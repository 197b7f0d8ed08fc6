package dev.jgrad.it.bench;

import java.awt.Color;
import java.awt.Font;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.CategorySeries;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * Draws the ratios of a table of {@code docs/performance.md}: rows that begin with a case in backquotes, its ratio in the
 * fourth column. Arguments: the page, the heading above the table, the PNG to write.
 */
public final class RatioChart {
    private static final Pattern ROW = Pattern.compile("\\| `([^`]+)` \\|[^|]*\\|[^|]*\\| \\**([0-9.]+)\\** \\|.*");

    private static final Color BAR = new Color(0x1F, 0x77, 0xB4);
    private static final Color LEVEL = new Color(0xE4, 0x7A, 0x1D);

    private RatioChart() {}

    static void main(String[] args) throws IOException {
        List<String> names = new ArrayList<>();
        List<Double> ratios = new ArrayList<>();
        boolean inside = false;
        for (String line : Files.readAllLines(Path.of(args[0]))) {
            if (line.startsWith("#")) {
                inside = line.contains(args[1]);
            }
            Matcher row = ROW.matcher(line);
            if (inside && row.matches()) {
                names.add(row.group(1));
                ratios.add(Double.valueOf(row.group(2)));
            }
        }
        if (names.isEmpty()) {
            throw new IllegalArgumentException("no table of cases under \"" + args[1] + "\" in " + args[0]);
        }
        var png = new ByteArrayOutputStream();
        BitmapEncoder.saveBitmap(chart(names, ratios), png, BitmapEncoder.BitmapFormat.PNG);
        Path target = Path.of(args[2]);
        Path written = target.resolveSibling(target.getFileName() + ".new");
        Files.write(written, png.toByteArray());
        Files.move(written, target, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    }

    private static CategoryChart chart(List<String> names, List<Double> ratios) {
        CategoryChart chart = new CategoryChartBuilder()
                .width(1200)
                .height(520)
                .title("How many times as fast as PyTorch 2.13 (CPU, 2 threads; logarithmic)")
                .build();
        chart.getStyler()
                .setYAxisLogarithmic(true)
                .setYAxisMin(0.5)
                .setLegendVisible(true)
                .setLegendPosition(Styler.LegendPosition.InsideNW)
                .setChartBackgroundColor(Color.WHITE)
                .setPlotBorderVisible(false)
                .setChartTitleFont(new Font(Font.SANS_SERIF, Font.BOLD, 16));
        chart.getStyler()
                .setOverlapped(true)
                .setLabelsVisible(true)
                .setLabelsPosition(0.45)
                .setXAxisLabelRotation(60)
                .setAxisTickLabelsFont(new Font(Font.SANS_SERIF, Font.PLAIN, 11));
        chart.addSeries("jgrad", names, ratios).setFillColor(BAR);
        chart.addSeries("PyTorch", names, Collections.nCopies(names.size(), 1.0))
                .setChartCategorySeriesRenderStyle(CategorySeries.CategorySeriesRenderStyle.Line)
                .setMarker(SeriesMarkers.NONE)
                .setLineColor(LEVEL);
        return chart;
    }
}
