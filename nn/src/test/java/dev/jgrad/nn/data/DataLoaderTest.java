package dev.jgrad.nn.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jgrad.data.ArgumentException;
import dev.jgrad.data.ShapeException;
import dev.jgrad.tensor.Tensors;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class DataLoaderTest {
    private record Made<T>(int size, IntFunction<T> make) implements Dataset<T> {
        @Override
        public T get(int index) {
            return make.apply(index);
        }
    }

    private static DataLoader<List<Integer>> numbers(int size, int batch) {
        Dataset<List<Integer>> data = new Made<>(size, List::of);
        return DataLoader.of(
                data, batch, lists -> lists.stream().flatMap(List::stream).toList());
    }

    private static <T> List<T> drain(DataLoader<T> loader) {
        var all = new ArrayList<T>();
        loader.forEach(all::add);
        return all;
    }

    @Test
    void cutsBatches() {
        assertEquals(List.of(List.of(0, 1, 2), List.of(3, 4, 5), List.of(6)), drain(numbers(7, 3)));
        assertEquals(
                List.of(List.of(0, 1, 2), List.of(3, 4, 5)), drain(numbers(7, 3).dropLast()));
        assertEquals(3, numbers(7, 3).size());
        assertEquals(2, numbers(7, 3).dropLast().size());
        assertEquals(List.of(), drain(numbers(0, 3)));
    }

    @Test
    void shufflesByTheSeedWithAnotherOrderEachEpoch() {
        var loader = numbers(50, 7).shuffle(3);
        var first = drain(loader);
        var second = drain(loader);
        assertNotEquals(first, second);
        assertEquals(50, first.stream().flatMap(List::stream).distinct().count());
        assertEquals(first, drain(numbers(50, 7).shuffle(3)));
        assertNotEquals(first, drain(numbers(50, 7).shuffle(4)));
        assertEquals(second, drain(numbers(50, 7).shuffle(3).startAt(1)));
        for (int workers : new int[] {0, 2}) {
            var rest = numbers(50, 7).shuffle(3).workers(workers).startAt(1, 5);
            assertEquals(second.subList(5, 8), drain(rest));
            assertEquals(8, drain(rest).size(), "only once");
        }
    }

    @Test
    void keepsTheOrderWithManyWorkers() {
        for (int workers : new int[] {1, 3, 16}) {
            Dataset<List<Integer>> slow = new Made<>(200, i -> {
                sleep(i % 7);
                return List.of(i, Randomness.current().nextInt());
            });
            var alone = DataLoader.of(
                    slow, 9, lists -> lists.stream().flatMap(List::stream).toList());
            assertEquals(
                    drain(alone.shuffle(1)),
                    drain(alone.shuffle(1).workers(workers).prefetch(3)));
        }
    }

    private static void sleep(int millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void surfacesExceptionsOfWorkers() {
        var known = new DataException("b.jpg is a broken picture");
        Dataset<List<Integer>> data = new Made<>(20, i -> {
            if (i == 11) {
                throw known;
            }
            return List.of(i);
        });
        for (int workers : new int[] {0, 2}) {
            var seen = new ArrayList<Object>();
            var e = assertThrows(
                    DataException.class,
                    () -> DataLoader.of(data, 4, List::getFirst)
                            .workers(workers)
                            .forEach(seen::add));
            assertEquals(known, e);
            assertEquals(2, seen.size());
        }
        Dataset<List<Integer>> bug = new Made<>(4, i -> {
            throw new IllegalStateException("a bug");
        });
        var e = assertThrows(
                DataException.class,
                () -> drain(DataLoader.of(bug, 2, List::getFirst).workers(1)));
        assertEquals("batch 0 could not be loaded: java.lang.IllegalStateException: a bug", e.getMessage());
        assertInstanceOf(IllegalStateException.class, e.getCause());
    }

    @Test
    void startsNoMoreThanItWasAskedFor() throws InterruptedException {
        var started = new AtomicInteger();
        Dataset<List<Integer>> data = new Made<>(100, i -> {
            started.incrementAndGet();
            return List.of(i);
        });
        var iterator =
                DataLoader.of(data, 1, List::getFirst).workers(2).prefetch(2).iterator();
        assertEquals(0, started.get());
        iterator.next();
        Thread.sleep(200);
        assertTrue(started.get() <= 5, () -> started + " samples were loaded");
    }

    @Test
    void closingStopsALoop() throws InterruptedException {
        var blocked = new CountDownLatch(1);
        var interrupted = new CountDownLatch(1);
        Dataset<List<Integer>> data = new Made<>(10, i -> {
            blocked.countDown();
            try {
                Thread.sleep(60_000);
            } catch (InterruptedException e) {
                interrupted.countDown();
            }
            return List.of(i);
        });
        var loader = DataLoader.of(data, 1, List::getFirst).workers(1);
        var loop = Thread.ofVirtual().unstarted(() -> assertThrows(DataException.class, () -> drain(loader)));
        loop.start();
        blocked.await();
        loader.close();
        assertTrue(interrupted.await(10, TimeUnit.SECONDS));
        loop.join();
        assertThrows(ArgumentException.class, loader::iterator);
    }

    @Test
    void stacksTensors() {
        var data = new TensorDataset(Tensors.arange(0, 12, 1).reshape(4, 3), Tensors.tensor(0, 1, 0, 1));
        var batches = drain(DataLoader.of(data, 3));
        assertEquals("torch.Size([3, 3])", batches.getFirst().input().shape().toString());
        assertEquals(
                List.of(9L, 10L, 11L),
                java.util.Arrays.stream(batches.get(1).input().toLongArray())
                        .boxed()
                        .toList());
        assertEquals("torch.Size([1])", batches.get(1).target().shape().toString());
        Dataset<Sample> uneven = new Made<>(2, i -> Sample.labelled(Tensors.zeros(1, 2 + i), i));
        var e = assertThrows(ShapeException.class, () -> drain(DataLoader.of(uneven, 2)));
        assertTrue(e.getMessage().startsWith("stack expects each tensor to be equal size"), e.getMessage());
        assertThrows(ShapeException.class, () -> new TensorDataset(Tensors.zeros(3), Tensors.zeros(2)));
    }

    @Test
    void splitsAtRandom() {
        Dataset<Integer> data = new Made<>(10, i -> i);
        var parts = Subset.randomSplit(data, 5, 7, 3);
        var all = new java.util.TreeSet<Integer>();
        parts.forEach(part -> {
            for (int i = 0; i < part.size(); i++) {
                all.add(part.get(i));
            }
        });
        assertEquals(10, all.size());
        assertThrows(ArgumentException.class, () -> Subset.randomSplit(data, 5, 7, 4));
    }
}
