package dev.jgrad.autograd;

import dev.jgrad.tensor.Tensor;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The state of one backward pass: for every node that can be reached, how many gradients it still waits for and those
 * that arrived; and the queue of nodes that are ready, greatest sequence number first.
 *
 * <p>Any number of passes may run at once, over the same nodes too. A node knows the thread that made it, and only that
 * thread notes its {@link Entry} in the node: there it is found without a search. A pass finds the nodes of other threads,
 * and those that an outer pass of its own thread is working on, in a hash table that a pass over a graph of its own never
 * makes.
 */
final class GraphTask {
    /** A node of this pass. */
    static final class Entry {
        final Node node;
        final GraphTask task;

        /** Null, the gradient of the only output, or an array with one per output. */
        private @Nullable Object grads;

        int waitsFor;
        boolean needed;

        /** Set on roots, which may be named twice. */
        boolean queued;

        /** The entry that was made after this one. */
        private @Nullable Entry later;

        Entry(Node node, GraphTask task) {
            this.node = node;
            this.task = task;
            this.needed = task.allNeeded;
        }

        /** The gradient that arrived for an output so far, or null. */
        @Nullable
        Tensor grad(int output) {
            return grads instanceof Tensor[] all ? all[output] : (Tensor) grads;
        }

        void setGrad(int output, @Nullable Tensor grad) {
            if (grads instanceof Tensor[] all) {
                all[output] = grad;
            } else if (node.outputCount() == 1) {
                grads = grad;
            } else {
                @Nullable Tensor[] all = new Tensor[node.outputCount()];
                all[output] = grad;
                grads = all;
            }
        }

        /** Takes the gradient of the only output. */
        @Nullable
        Tensor takeOnly() {
            Tensor grad = (Tensor) grads;
            grads = null;
            return grad;
        }

        /** Takes the gradients of all outputs. */
        @Nullable
        Tensor[] takeAll() {
            Object taken = grads;
            grads = null;
            if (taken instanceof Tensor[] all) {
                return all;
            }
            @Nullable Tensor[] all = new Tensor[node.outputCount()];
            all[0] = (Tensor) taken;
            return all;
        }
    }

    private final boolean allNeeded;
    private final long thread = Thread.currentThread().threadId();
    private boolean running = true;
    private @Nullable Entry first;
    private @Nullable Entry last;

    private Entry @Nullable [] table;
    private int size;

    /** The ready node with the greatest number; the others are in the heap, which a chain of nodes never needs. */
    private @Nullable Entry head;

    private Entry @Nullable [] heap;
    private int ready;

    /** A pass in which every node runs, or one in which {@link #markNeeded} tells which. */
    GraphTask(boolean allNeeded) {
        this.allNeeded = allNeeded;
    }

    /** The entry of a node, or null when the pass does not reach it. */
    @Nullable
    Entry find(Node node) {
        if (node.maker == thread) {
            Entry e = node.entry;
            if (e != null && e.task == this) {
                return e;
            }
        }
        return table == null ? null : table[place(table, node)];
    }

    private Entry findOrAdd(Node node) {
        if (node.maker == thread) {
            Entry e = node.entry;
            if (e == null || !e.task.running) {
                e = append(node);
                node.entry = e;
                return e;
            }
            if (e.task == this) {
                return e;
            }
        }
        Entry[] t = table;
        if (t == null) {
            t = new Entry[16];
            table = t;
        }
        int i = place(t, node);
        Entry e = t[i];
        if (e == null) {
            e = append(node);
            t[i] = e;
            if (++size * 2 > t.length) {
                grow(t);
            }
        }
        return e;
    }

    private Entry append(Node node) {
        Entry e = new Entry(node, this);
        if (last == null) {
            first = e;
        } else {
            last.later = e;
        }
        last = e;
        return e;
    }

    private static int place(@Nullable Entry[] t, Node node) {
        int mask = t.length - 1;
        int i = hash(node) & mask;
        while (t[i] != null && t[i].node != node) {
            i = (i + 1) & mask;
        }
        return i;
    }

    private void grow(Entry[] old) {
        Entry[] t = new Entry[old.length * 2];
        for (Entry e : old) {
            if (e != null) {
                t[place(t, e.node)] = e;
            }
        }
        table = t;
    }

    /** All leaves have the same number. */
    private static int hash(Node node) {
        long h = node instanceof AccumulateGrad ? System.identityHashCode(node) : node.sequence();
        return (int) (h * 0x9E3779B97F4A7C15L >>> 32);
    }

    /** Adds everything a root reaches and counts, for each node, the edges that lead to it. */
    void addRoot(Node root) {
        Entry before = last;
        Entry e = findOrAdd(root);
        if (last == before) {
            return;
        }
        for (; e != null; e = e.later) {
            Node node = e.node;
            int count = node.nextCount();
            for (int i = 0; i < count; i++) {
                Node next = node.next(i);
                if (next != null) {
                    findOrAdd(next).waitsFor++;
                }
            }
        }
    }

    /** Marks the nodes on a path to one of the targets; the others need not run. */
    void markNeeded(@Nullable Node[] targets) {
        for (Node target : targets) {
            Entry e = target == null ? null : find(target);
            if (e != null) {
                e.needed = true;
            }
        }
        int count = 0;
        for (Entry e = first; e != null; e = e.later) {
            count++;
        }
        Entry[] order = new Entry[count];
        for (Entry e = first; e != null; e = e.later) {
            order[--count] = e;
        }
        // Leaves carry the greatest number but point nowhere; among the others the number is a topological order.
        Arrays.sort(order, (x, y) -> Long.compare(x.node.sequence(), y.node.sequence()));
        for (Entry e : order) {
            for (int i = 0; i < e.node.nextCount() && !e.needed; i++) {
                Node next = e.node.next(i);
                Entry n = next == null ? null : find(next);
                e.needed = n != null && n.needed;
            }
        }
    }

    /** Ends the pass, also one that failed: its nodes forget it. */
    void end() {
        running = false;
        for (Entry e = first; e != null; e = e.later) {
            if (e.node.maker == thread && e.node.entry == e) {
                e.node.entry = null;
            }
        }
    }

    /** Puts a node into the queue. */
    void push(Entry e) {
        Entry top = head;
        if (top == null) {
            head = e;
        } else if (e.node.sequence() > top.node.sequence()) {
            head = e;
            pushBelow(top);
        } else {
            pushBelow(e);
        }
    }

    private void pushBelow(Entry e) {
        Entry[] h = heap;
        if (h == null) {
            h = new Entry[4];
            heap = h;
        } else if (ready == h.length) {
            h = Arrays.copyOf(h, ready * 2);
            heap = h;
        }
        long number = e.node.sequence();
        int i = ready++;
        while (i > 0) {
            int parent = (i - 1) >>> 1;
            if (h[parent].node.sequence() >= number) {
                break;
            }
            h[i] = h[parent];
            i = parent;
        }
        h[i] = e;
    }

    /** Takes the ready node with the greatest number, or null when none is left. */
    @Nullable
    Entry pop() {
        Entry top = head;
        head = ready == 0 ? null : popBelow(java.util.Objects.requireNonNull(heap));
        return top;
    }

    private Entry popBelow(Entry[] h) {
        Entry top = h[0];
        Entry moved = h[--ready];
        long number = moved.node.sequence();
        int i = 0;
        while (true) {
            int child = 2 * i + 1;
            if (child >= ready) {
                break;
            }
            if (child + 1 < ready && h[child + 1].node.sequence() > h[child].node.sequence()) {
                child++;
            }
            if (h[child].node.sequence() <= number) {
                break;
            }
            h[i] = h[child];
            i = child;
        }
        h[i] = moved;
        return top;
    }
}
