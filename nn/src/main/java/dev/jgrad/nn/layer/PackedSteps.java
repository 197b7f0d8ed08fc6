package dev.jgrad.nn.layer;

import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.Tensors;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Runs a cell over packed sequences: forwards sequences end on the way, backwards they join. */
final class PackedSteps {
    private final long[] batchSizes;
    private final long[] starts;
    private final CellState first;
    private final boolean backwards;
    private final List<CellState> ended = new ArrayList<>();
    private long running;

    PackedSteps(long[] batchSizes, CellState first, boolean backwards) {
        this.batchSizes = batchSizes;
        this.first = first;
        this.backwards = backwards;
        starts = new long[batchSizes.length];
        for (int i = 1; i < starts.length; i++) {
            starts[i] = starts[i - 1] + batchSizes[i - 1];
        }
        running = backwards ? 0 : batchSizes[0];
    }

    /** The rows of a time. */
    Tensor rows(Tensor packed, int time) {
        return packed.narrow(0, starts[time], batchSizes[time]);
    }

    /** The states of the sequences that have an element at a time. */
    CellState before(int time, CellState state) {
        long now = batchSizes[time];
        long was = running;
        running = now;
        if (backwards) {
            if (was == 0) {
                return part(first, 0, now);
            }
            return now == was ? state : joined(List.of(state, part(first, was, now - was)));
        }
        if (now < was) {
            ended.addFirst(part(state, now, was - now));
            return part(state, 0, now);
        }
        return state;
    }

    /** The last states of all sequences. */
    CellState last(CellState state) {
        if (ended.isEmpty()) {
            return state;
        }
        List<CellState> all = new ArrayList<>(ended);
        all.addFirst(state);
        return joined(all);
    }

    private static CellState part(CellState state, long from, long count) {
        Tensor cell = state.cell();
        return new CellState(state.hidden().narrow(0, from, count), cell == null ? null : cell.narrow(0, from, count));
    }

    private static CellState joined(List<CellState> parts) {
        Tensor[] hidden = parts.stream().map(CellState::hidden).toArray(Tensor[]::new);
        @Nullable
        Tensor cell = parts.getFirst().cell() == null
                ? null
                : Tensors.cat(0, parts.stream().map(CellState::cell).toArray(Tensor[]::new));
        return new CellState(Tensors.cat(0, hidden), cell);
    }
}
