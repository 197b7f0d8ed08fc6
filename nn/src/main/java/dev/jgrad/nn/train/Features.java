package dev.jgrad.nn.train;

import dev.jgrad.autograd.Grad;
import dev.jgrad.data.Device;
import dev.jgrad.nn.Module;
import dev.jgrad.nn.data.DataLoader;
import dev.jgrad.nn.data.Dataset;
import dev.jgrad.nn.data.Sample;
import dev.jgrad.nn.data.TensorDataset;
import dev.jgrad.nn.progress.Progress;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.Tensors;
import java.util.ArrayList;
import java.util.function.BooleanSupplier;

/**
 * What a frozen network makes of pictures. It always makes the same, so it is asked only once, and a new head learns from
 * that in a fraction of the time.
 */
public final class Features {
    private Features() {}

    /**
     * Runs all samples through a network in evaluation mode.
     *
     * @param stop asked after each batch; true ends it early, with the samples so far
     */
    public static TensorDataset of(
            String title,
            Module network,
            Dataset<Sample> data,
            int batchSize,
            int workers,
            Device device,
            BooleanSupplier stop) {
        network.eval();
        var features = new ArrayList<Tensor>();
        var targets = new ArrayList<Tensor>();
        try (var _ = Grad.disabled();
                var loader = DataLoader.of(data, batchSize).workers(workers);
                var progress = Progress.images(title, data.size())) {
            for (Sample batch : loader) {
                features.add(network.call(batch.input().to(device)));
                targets.add(batch.target().to(device));
                progress.step(batch.target().size(0));
                if (stop.getAsBoolean()) {
                    break;
                }
            }
        }
        return new TensorDataset(
                Tensors.cat(0, features.toArray(Tensor[]::new)), Tensors.cat(0, targets.toArray(Tensor[]::new)));
    }
}
