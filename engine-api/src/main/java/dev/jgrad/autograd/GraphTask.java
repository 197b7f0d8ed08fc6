package dev.jgrad.autograd;

import dev.jgrad.tensor.Tensor;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The state of one backward pass: for every node that can be reached, how many gradients it still waits for and those
 * that arrived; and the queue of nodes that are ready, greatest sequence number first. Nothing of it is static, so any
 * number of passes may run at once.
 */
final class GraphTask {
    /** A node of this pass. */
    static final class Entry {
        final Node node;
        final @Nullable Tensor[] grads;
        int waitsFor;
        boolean needed;
        int visited;

        Entry(Node node, boolean needed) {
            this.node = node;
            this.needed = needed;
            this.grads = new Tensor[node.outputCount()];
        }
    }

    private final boolean allNeeded;
    private Entry @Nullable [] table = new Entry[16];
    private int size;
    private Entry[] heap = new Entry[8];
    private int ready;

    /** A pass in which every node runs, or one in which {@link #markNeeded} tells which. */
    GraphTask(boolean allNeeded) {
        this.allNeeded = allNeeded;
    }

    /** The entry of a node, or null when the pass does not reach it. */
    @Nullable
    Entry find(Node node) {
        int mask = table.length - 1;
        for (int i = hash(node) & mask; ; i = (i + 1) & mask) {
            Entry e = table[i];
            if (e == null || e.node == node) {
                return e;
            }
        }
    }

    private Entry findOrAdd(Node node) {
        int mask = table.length - 1;
        int i = hash(node) & mask;
        for (; table[i] != null; i = (i + 1) & mask) {
            if (table[i].node == node) {
                return table[i];
            }
        }
        Entry e = new Entry(node, allNeeded);
        table[i] = e;
        if (++size * 2 > table.length) {
            grow();
        }
        return e;
    }

    private void grow() {
        Entry[] old = table;
        table = new Entry[old.length * 2];
        int mask = table.length - 1;
        for (Entry e : old) {
            if (e != null) {
                int i = hash(e.node) & mask;
                while (table[i] != null) {
                    i = (i + 1) & mask;
                }
                table[i] = e;
            }
        }
    }

    private static int hash(Node node) {
        if (node instanceof AccumulateGrad leaf) {
            return leaf.hash();
        }
        long h = node.sequence() * 0x9E3779B97F4A7C15L;
        return (int) (h >>> 32);
    }

    /** Adds everything a root reaches and counts, for each node, the edges that lead to it. */
    Entry addRoot(Node root) {
        Entry first = findOrAdd(root);
        if (first.visited > 0) {
            return first;
        }
        Entry[] stack = new Entry[8];
        int depth = 0;
        first.visited = 1;
        stack[depth++] = first;
        while (depth > 0) {
            Node node = stack[--depth].node;
            for (int i = 0; i < node.nextCount(); i++) {
                Node next = node.next(i);
                if (next != null) {
                    Entry e = findOrAdd(next);
                    e.waitsFor++;
                    if (e.visited == 0) {
                        e.visited = 1;
                        if (depth == stack.length) {
                            stack = Arrays.copyOf(stack, depth * 2);
                        }
                        stack[depth++] = e;
                    }
                }
            }
        }
        return first;
    }

    /** Marks the nodes on a path to one of the targets; the others need not run. */
    void markNeeded(@Nullable Node[] targets) {
        for (Node target : targets) {
            Entry e = target == null ? null : find(target);
            if (e != null) {
                e.needed = true;
            }
        }
        Entry[] order = Arrays.stream(table).filter(e -> e != null).toArray(Entry[]::new);
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

    /** Puts a node into the queue. */
    void push(Entry e) {
        if (ready == heap.length) {
            heap = Arrays.copyOf(heap, ready * 2);
        }
        int i = ready++;
        while (i > 0) {
            int parent = (i - 1) >>> 1;
            if (heap[parent].node.sequence() >= e.node.sequence()) {
                break;
            }
            heap[i] = heap[parent];
            i = parent;
        }
        heap[i] = e;
    }

    /** Takes the ready node with the greatest number, or null when none is left. */
    @Nullable
    Entry pop() {
        if (ready == 0) {
            return null;
        }
        Entry top = heap[0];
        Entry last = heap[--ready];
        int i = 0;
        while (true) {
            int child = 2 * i + 1;
            if (child >= ready) {
                break;
            }
            if (child + 1 < ready && heap[child + 1].node.sequence() > heap[child].node.sequence()) {
                child++;
            }
            if (heap[child].node.sequence() <= last.node.sequence()) {
                break;
            }
            heap[i] = heap[child];
            i = child;
        }
        heap[i] = last;
        return top;
    }
}
