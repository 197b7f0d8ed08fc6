package dev.jgrad.spi;

import java.lang.ref.WeakReference;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The values that are to be computed from a buffer later. They are known weakly: a value that nobody can ask for any more
 * needs no computation, and goes with the garbage collector.
 */
final class PendingReaders {
    private @Nullable WeakReference<? extends Pending>[] readers = room(4);
    private int count;

    // An array of a generic type can only be made in this way; nothing else is ever stored in it.
    @SuppressWarnings("unchecked")
    private static @Nullable WeakReference<? extends Pending>[] room(int size) {
        return (WeakReference<? extends Pending>[]) new WeakReference<?>[size];
    }

    synchronized void add(WeakReference<? extends Pending> reader) {
        if (count > 0 && readers[count - 1] == reader) {
            return;
        }
        if (count == readers.length) {
            prune();
            if (count > readers.length / 2) {
                readers = Arrays.copyOf(readers, 2 * readers.length);
            }
        }
        readers[count++] = reader;
    }

    synchronized boolean isEmpty() {
        prune();
        return count == 0;
    }

    /** Computes what waits. The list is left first: a computation takes locks of its own. */
    void finish() {
        WeakReference<? extends Pending>[] all;
        synchronized (this) {
            prune();
            all = Arrays.copyOf(readers, count);
        }
        for (WeakReference<? extends Pending> reader : all) {
            Pending pending = reader.get();
            if (pending != null) {
                pending.finish();
            }
        }
    }

    private void prune() {
        int kept = 0;
        for (int i = 0; i < count; i++) {
            WeakReference<? extends Pending> reader = readers[i];
            Pending pending = reader == null ? null : reader.get();
            if (pending != null && !pending.isFinished()) {
                readers[kept++] = reader;
            }
        }
        Arrays.fill(readers, kept, count, null);
        count = kept;
    }
}
