package dev.jgrad.op;

import dev.jgrad.data.ArgumentException;
import dev.jgrad.data.DType;
import dev.jgrad.data.Device;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.TensorOptions;
import dev.jgrad.tensor.Tensors;
import java.util.Locale;

/** Which r of n: the rows of {@code torch.combinations}, each ascending, all in lexicographic order. */
public final class Combinations {
    /** Positions that may be listed: half a GiB of them. */
    private static final double MOST_POSITIONS = 1 << 26;

    private Combinations() {}

    /**
     * INT64 of (number of choices, r), on the CPU.
     *
     * @throws ArgumentException where there are more than 2^26 positions
     */
    public static Tensor positions(long n, int r, boolean withReplacement) {
        double choices = choices(n, r, withReplacement);
        if (choices * r > MOST_POSITIONS) {
            throw new ArgumentException(String.format(
                    Locale.ROOT, "combinations: %.3g choices of %d out of %d elements are too many", choices, r, n));
        }
        TensorOptions options = new TensorOptions(DType.INT64, Device.CPU);
        if (choices == 0) {
            return Tensors.zeros(options, 0, r);
        }
        Tensor rows = Tensors.zeros(options, 1, 0);
        Tensor from = Tensors.zeros(options, 1);
        for (int chosen = 1; chosen <= r; chosen++) {
            // Only beginnings that can be finished, so that there are never more of them than of ends.
            long to = withReplacement ? n : n - (r - chosen);
            Tensor counts = from.neg().add(to).clampMin(0);
            Tensor owners = Arrangement.owners(counts);
            Tensor first = from.sub(counts.cumsum(0)).add(counts);
            Tensor last = Tensors.arange(options, 0, owners.numel(), 1).add(first.indexSelect(0, owners));
            rows = Tensors.cat(1, rows.indexSelect(0, owners), last.unsqueeze(1));
            from = withReplacement ? last : last.add(1);
        }
        return rows;
    }

    /** The binomial coefficient. */
    private static double choices(long n, int r, boolean again) {
        double count = 1;
        for (int i = 0; i < r && count != 0; i++) {
            count *= (again ? (double) n + i : n - i) / (i + 1);
        }
        return count;
    }
}
