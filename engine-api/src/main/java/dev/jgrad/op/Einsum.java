package dev.jgrad.op;

import dev.jgrad.data.ArgumentException;
import dev.jgrad.data.Dims;
import dev.jgrad.data.ShapeException;
import dev.jgrad.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Sums of products by Einstein's convention: {@code torch.einsum}. Operands are contracted from left to right, each pair
 * as one batched matrix product; a label is summed as soon as nothing to the right and no output needs it.
 */
public final class Einsum {
    private final List<Character> labels = new ArrayList<>();
    private int ellipsisRank;

    private Einsum() {}

    private static final char ELLIPSIS = '.';

    /** Evaluates an equation such as {@code "ij,jk->ik"}. */
    public static Tensor einsum(String equation, Tensor... operands) {
        if (operands.length == 0) {
            throw new ArgumentException("einsum(): must provide at least one operand");
        }
        if (Autocasting.applies("einsum", operands[0])) {
            return Autocasting.run("einsum", in -> einsum(equation, in), operands);
        }
        return new Einsum().evaluate(equation.replace(" ", ""), operands);
    }

    private Tensor evaluate(String equation, Tensor[] operands) {
        int arrow = equation.indexOf("->");
        String left = arrow < 0 ? equation : equation.substring(0, arrow);
        String[] inputs = left.split(",", -1);
        if (inputs.length != operands.length) {
            throw new ArgumentException("einsum(): " + (inputs.length < operands.length ? "fewer" : "more")
                    + " operands were provided than specified in the equation");
        }
        for (int i = 0; i < inputs.length; i++) {
            inputs[i] = marked(inputs[i]);
            ellipsisRank = Math.max(ellipsisRank, ellipsisRank(inputs[i], operands[i], i));
        }
        String output = arrow < 0 ? implicit(inputs) : marked(equation.substring(arrow + 2));
        checkOutput(output, inputs);
        order(output, inputs);
        int kept = output.length();
        Tensor[] aligned = new Tensor[operands.length];
        for (int i = 0; i < operands.length; i++) {
            aligned[i] = align(operands[i], inputs[i], i);
        }
        checkSizes(aligned);
        int outRank = rank(kept);
        Tensor result = aligned[0];
        for (int i = 1; i < aligned.length; i++) {
            result = contract(result, aligned, i, outRank);
        }
        int rank = rank(labels.size());
        if (rank == outRank) {
            return result;
        }
        int[] rest = IntStream.range(outRank, rank).toArray();
        // A sum of one would only turn small integers into int64.
        boolean ones = true;
        for (int d : rest) {
            ones &= result.size(d) == 1;
        }
        return ones ? result.view(Arrays.copyOf(TensorAccess.shown(result).sizes(), outRank)) : result.sum(rest, false);
    }

    /** Ellipses as one mark, other characters checked. */
    private static String marked(String term) {
        int at = term.indexOf("...");
        String t = at < 0 ? term : term.substring(0, at) + ELLIPSIS + term.substring(at + 3);
        for (int i = 0; i < t.length(); i++) {
            char ch = t.charAt(i);
            boolean letter = ch >= 'a' && ch <= 'z' || ch >= 'A' && ch <= 'Z';
            if (!letter && !(ch == ELLIPSIS && i == at)) {
                throw new ArgumentException("einsum(): invalid subscript given: '" + ch + "' in '" + term
                        + "', subscripts must be in [a-zA-Z]");
            }
        }
        return t;
    }

    private static int ellipsisRank(String term, Tensor operand, int number) {
        boolean dots = term.indexOf(ELLIPSIS) >= 0;
        int named = term.length() - (dots ? 1 : 0);
        if (dots ? named > operand.dim() : named != operand.dim()) {
            throw new ShapeException("einsum(): the number of subscripts in the equation (" + named
                    + (dots
                            ? ") is more than the number of dimensions ("
                            : ") does not match the number of dimensions (")
                    + operand.dim() + ") for operand " + number
                    + (dots ? "" : " and no ellipsis was given"));
        }
        return dots ? operand.dim() - named : 0;
    }

    /** Without an arrow: the ellipsis, then the labels that occur once, in alphabetical order. */
    private static String implicit(String[] inputs) {
        String all = String.join("", inputs);
        StringBuilder out = new StringBuilder(all.indexOf(ELLIPSIS) >= 0 ? String.valueOf(ELLIPSIS) : "");
        all.chars()
                .filter(ch -> ch != ELLIPSIS && all.indexOf(ch) == all.lastIndexOf(ch))
                .sorted()
                .forEach(ch -> out.append((char) ch));
        return out.toString();
    }

    private static void checkOutput(String output, String[] inputs) {
        String all = String.join("", inputs);
        for (int i = 0; i < output.length(); i++) {
            char ch = output.charAt(i);
            if (output.indexOf(ch) != i) {
                throw new ArgumentException(
                        "einsum(): output subscript " + ch + " appears more than once in the output");
            }
            if (ch != ELLIPSIS && all.indexOf(ch) < 0) {
                throw new ArgumentException(
                        "einsum(): output subscript " + ch + " does not appear in the equation for any input operand");
            }
        }
    }

    /** Output labels first, then those that are summed. */
    private void order(String output, String[] inputs) {
        for (char ch : (output + String.join("", inputs)).toCharArray()) {
            if (!labels.contains(ch)) {
                labels.add(ch);
            }
        }
    }

    /** Dimensions of the first {@code count} labels: the ellipsis stands for several. */
    private int rank(int count) {
        int rank = 0;
        for (int i = 0; i < count; i++) {
            rank += labels.get(i) == ELLIPSIS ? ellipsisRank : 1;
        }
        return rank;
    }

    /** The operand with one dimension for each label of the equation, size 1 where it lacks one. */
    private Tensor align(Tensor operand, String term, int number) {
        Tensor t = operand;
        StringBuilder names = new StringBuilder();
        int own = operand.dim() - (term.length() - 1);
        for (char ch : term.toCharArray()) {
            names.append(ch == ELLIPSIS ? String.valueOf(ELLIPSIS).repeat(own) : String.valueOf(ch));
        }
        for (int i = 0; i < names.length(); i++) {
            char ch = names.charAt(i);
            int again = ch == ELLIPSIS ? -1 : names.indexOf(String.valueOf(ch), i + 1);
            while (again >= 0) {
                if (t.size(i) != t.size(again)) {
                    throw new ShapeException("einsum(): subscript " + ch + " is repeated for operand " + number
                            + " but the sizes don't match, " + t.size(again) + " != " + t.size(i));
                }
                t = t.diagonal(0, i, again).movedim(-1, i);
                names.deleteCharAt(again);
                again = names.indexOf(String.valueOf(ch), i + 1);
            }
        }
        int[] order = new int[names.length()];
        int n = 0;
        List<Integer> missing = new ArrayList<>();
        int at = 0;
        for (char label : labels) {
            if (label == ELLIPSIS) {
                int count = (int) names.chars().filter(ch -> ch == ELLIPSIS).count();
                for (int k = 0; k < ellipsisRank; k++, at++) {
                    if (k < ellipsisRank - count) {
                        missing.add(at);
                    } else {
                        order[n++] = names.indexOf(String.valueOf(ELLIPSIS)) + k - (ellipsisRank - count);
                    }
                }
                continue;
            }
            int from = names.indexOf(String.valueOf(label));
            if (from < 0) {
                missing.add(at);
            } else {
                order[n++] = from;
            }
            at++;
        }
        t = t.permute(order);
        for (int d : missing) {
            t = t.unsqueeze(d);
        }
        return t;
    }

    private static void checkSizes(Tensor[] aligned) {
        for (int d = 0; d < aligned[0].dim(); d++) {
            long size = 1;
            for (int i = 0; i < aligned.length; i++) {
                long own = aligned[i].size(d);
                if (own != 1 && size != 1 && own != size) {
                    throw new ShapeException("einsum(): subscripts have size " + own + " for operand " + i
                            + " which does not broadcast with previously seen size " + size);
                }
                size = size == 1 ? own : size;
            }
        }
    }

    /** The product of what was computed so far with operand i, summed over what nobody needs later. */
    private static Tensor contract(Tensor a, Tensor[] operands, int i, int outRank) {
        Tensor b = operands[i];
        int rank = a.dim();
        List<Integer> batch = new ArrayList<>();
        List<Integer> onlyA = new ArrayList<>();
        List<Integer> onlyB = new ArrayList<>();
        List<Integer> summed = new ArrayList<>();
        Tensor x = a;
        Tensor y = b;
        for (int d = 0; d < rank; d++) {
            boolean later = d < outRank;
            for (int k = i + 1; k < operands.length; k++) {
                later |= operands[k].size(d) != 1;
            }
            boolean inA = a.size(d) != 1;
            boolean inB = b.size(d) != 1;
            if (!later && inA && inB) {
                summed.add(d);
            } else if (!later && inA) {
                x = x.sum(new int[] {d}, true);
                batch.add(d);
            } else if (!later && inB) {
                y = y.sum(new int[] {d}, true);
                batch.add(d);
            } else {
                (inA && !inB ? onlyA : inB && !inA ? onlyB : batch).add(d);
            }
        }
        if (summed.isEmpty()) {
            return x.mul(y);
        }
        Tensor left = x.permute(order(batch, onlyA, summed, onlyB));
        Tensor right = y.permute(order(batch, summed, onlyB, onlyA));
        long[] batchSizes = sizes(batch, x, y);
        long[] rows = sizes(onlyA, x, x);
        long[] columns = sizes(onlyB, y, y);
        long n = Dims.numel(batchSizes);
        long m = Dims.numel(rows);
        long p = Dims.numel(columns);
        long k = Dims.numel(sizes(summed, x, y));
        left = left.expand(joined(batchSizes, rows, sizes(summed, x, x), ones(onlyB)))
                .reshape(n, m, k);
        right = right.expand(joined(batchSizes, sizes(summed, y, y), columns, ones(onlyA)))
                .reshape(n, k, p);
        Tensor product = left.bmm(right).view(joined(batchSizes, rows, columns, ones(summed)));
        int[] order = order(batch, onlyA, onlyB, summed);
        int[] back = new int[rank];
        for (int d = 0; d < rank; d++) {
            back[order[d]] = d;
        }
        return product.permute(back);
    }

    private static int[] order(List<Integer> a, List<Integer> b, List<Integer> c, List<Integer> d) {
        return Stream.of(a, b, c, d)
                .flatMap(List::stream)
                .mapToInt(Integer::intValue)
                .toArray();
    }

    private static long[] sizes(List<Integer> dims, Tensor a, Tensor b) {
        return dims.stream()
                .mapToLong(d -> a.size(d) != 1 ? a.size(d) : b.size(d))
                .toArray();
    }

    private static long[] ones(List<Integer> dims) {
        long[] ones = new long[dims.size()];
        Arrays.fill(ones, 1);
        return ones;
    }

    private static long[] joined(long[]... parts) {
        return Arrays.stream(parts).flatMapToLong(Arrays::stream).toArray();
    }
}
