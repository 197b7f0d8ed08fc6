package dev.jgrad.nn.serve;

import dev.jgrad.nn.Module;
import dev.jgrad.nn.train.ModelCard;
import dev.jgrad.nn.train.Preprocessing;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.Tensors;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A network that says dark or bright, as slowly as a test wants. */
final class Brightness extends Module {
    static final ModelCard CARD = new ModelCard("brightness", List.of("dark", "bright"), Preprocessing.photos(32));

    /** Open unless a test replaces it. */
    volatile CountDownLatch gate = new CountDownLatch(0);

    volatile int largestBatch;
    volatile boolean fails;

    @Override
    public Tensor forward(Tensor input) {
        try {
            if (!gate.await(30, TimeUnit.SECONDS)) {
                throw new IllegalStateException("the test never opened the gate");
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        largestBatch = Math.max(largestBatch, (int) input.size(0));
        if (fails) {
            throw new OutOfMemoryError("as ordered");
        }
        Tensor mean = input.mean(1, 2, 3).unsqueeze(1);
        return Tensors.cat(1, mean.neg(), mean);
    }
}
