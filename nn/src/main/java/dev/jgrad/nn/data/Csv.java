package dev.jgrad.nn.data;

import dev.jgrad.data.DType;
import dev.jgrad.data.Device;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.TensorOptions;
import dev.jgrad.tensor.Tensors;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;

/**
 * A table in a CSV file, gzip'd or not: commas, semicolons or tabs, with or without a line of column names, quotes as
 * spreadsheets write them.
 *
 * <pre>{@code
 * var table = Csv.read(Path.of("iris.csv"));
 * var data = new TensorDataset(table.numbers("length", "width"), table.labels("species"));
 * }</pre>
 */
public final class Csv {
    private final String name;
    private final List<String> header;
    private final List<List<String>> rows;

    private Csv(String name, List<String> header, List<List<String>> rows) {
        this.name = name;
        this.header = header;
        this.rows = rows;
    }

    /**
     * Reads a table.
     *
     * @throws DataException when the file is missing, empty, or has a line with more or fewer fields than the first
     */
    public static Csv read(Path file) {
        return parse(new String(InputFile.read(file), StandardCharsets.UTF_8), file.toString());
    }

    /** The same from a text; the name is for error messages. */
    public static Csv parse(String text, String name) {
        String plain = text.startsWith("\uFEFF") ? text.substring(1) : text;
        var rows = CsvFields.split(plain, name);
        if (rows.isEmpty()) {
            throw new DataException(name + " holds no lines");
        }
        var first = rows.getFirst();
        for (int i = 0; i < rows.size(); i++) {
            if (rows.get(i).size() != first.size()) {
                throw new DataException(name + ", row " + (i + 1) + ": "
                        + rows.get(i).size() + " fields, but the first row has " + first.size());
            }
        }
        boolean named = first.stream().noneMatch(Csv::isNumber) && rows.size() > 1;
        List<String> header = named ? first : numbered(first.size());
        return new Csv(name, header, named ? rows.subList(1, rows.size()) : rows);
    }

    private static List<String> numbered(int columns) {
        var names = new ArrayList<String>();
        for (int i = 0; i < columns; i++) {
            names.add(String.valueOf(i));
        }
        return names;
    }

    private static boolean isNumber(String field) {
        try {
            Double.parseDouble(field);
            return true;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    /** The names of the columns; "0", "1" and so on where the file has none. */
    public List<String> columns() {
        return List.copyOf(header);
    }

    /** The number of rows, without the line of names. */
    public int size() {
        return rows.size();
    }

    /** The fields of a column as they stand in the file. */
    public List<String> column(String column) {
        int at = position(column);
        return rows.stream().map(row -> row.get(at)).toList();
    }

    private int position(String column) {
        int at = header.indexOf(column);
        if (at < 0) {
            throw new DataException(name + " has no column '" + column + "'; it has " + String.join(", ", header));
        }
        return at;
    }

    /**
     * Columns of numbers as float32 {@code [rows, columns]}; all columns where none is named.
     *
     * @throws DataException when a field is no number
     */
    public Tensor numbers(String... columns) {
        String[] chosen = columns.length == 0 ? header.toArray(String[]::new) : columns;
        int[] at = Arrays.stream(chosen).mapToInt(this::position).toArray();
        double[] values = new double[rows.size() * at.length];
        for (int i = 0; i < values.length; i++) {
            String field = rows.get(i / at.length).get(at[i % at.length]);
            try {
                values[i] = Double.parseDouble(field);
            } catch (NumberFormatException e) {
                throw new DataException(
                        name + ", row " + (i / at.length + 1) + " of the data, column " + header.get(at[i % at.length])
                                + ": '" + field + "' is not a number",
                        e);
            }
        }
        return Tensors.tensor(new TensorOptions(DType.FLOAT32, Device.CPU), values, rows.size(), at.length);
    }

    /** The different fields of a column, sorted: the classes, if it holds labels. Numbers are sorted as numbers. */
    public List<String> classes(String column) {
        var fields = column(column);
        var sorted = fields.stream().allMatch(Csv::isNumber)
                ? new TreeSet<String>((a, b) -> {
                    int byValue = Double.compare(Double.parseDouble(a), Double.parseDouble(b));
                    return byValue != 0 ? byValue : a.compareTo(b);
                })
                : new TreeSet<String>();
        sorted.addAll(fields);
        return List.copyOf(sorted);
    }

    /** A column of labels as int64 {@code [rows]}: each field's place in {@link #classes}. */
    public Tensor labels(String column) {
        var classes = classes(column);
        var places = new java.util.HashMap<String, Integer>();
        for (String c : classes) {
            places.put(c, places.size());
        }
        long[] labels = column(column).stream().mapToLong(places::get).toArray();
        return Tensors.tensor(TensorOptions.device(Device.CPU), labels, labels.length);
    }
}
