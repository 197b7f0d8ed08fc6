package dev.jgrad.nn.serve;

import dev.jgrad.autograd.Grad;
import dev.jgrad.data.Device;
import dev.jgrad.data.JgradException;
import dev.jgrad.nn.Module;
import dev.jgrad.nn.data.Image;
import dev.jgrad.nn.train.ModelCard;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.Tensors;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/** A network with what has to be known to ask it about pictures. */
public final class Classifier {
    private final Module network;
    private final ModelCard card;
    private final Device device;

    /** Moves the network to the device and sets it to evaluation. */
    public Classifier(Module network, ModelCard card, Device device) {
        this.network = network;
        this.card = card;
        this.device = device;
        network.to(device);
        network.eval();
    }

    /** The model's name and its classes. */
    public ModelCard card() {
        return card;
    }

    /** A picture as the network takes it, on the CPU: 1 x channels x rows x columns. */
    public Tensor prepare(Image image) {
        return card.preprocessing().fixed().apply(image).unsqueeze(0);
    }

    /**
     * What the network says about pictures, computed together: one row of probabilities for each.
     *
     * @throws JgradException when the network answers with something that is not a number, as a broken file makes it
     */
    public double[][] probabilities(List<Tensor> prepared) {
        double[] all;
        try (var _ = Grad.disabled()) {
            Tensor batch = prepared.size() == 1 ? prepared.getFirst() : Tensors.cat(0, prepared.toArray(Tensor[]::new));
            all = network.call(batch.to(device)).softmax(1).toDoubleArray();
        }
        int classes = all.length / prepared.size();
        double[][] rows = new double[prepared.size()][classes];
        for (int i = 0; i < all.length; i++) {
            if (!Double.isFinite(all[i])) {
                throw new JgradException("the network answers " + all[i] + "; its weights are broken");
            }
            rows[i / classes][i % classes] = all[i];
        }
        return rows;
    }

    /** Asks about empty pictures, up to so many together, so that the first real ones do not wait for preparations. */
    public void warmUp(int maxBatch) {
        int size = card.preprocessing().size();
        Tensor picture = prepare(new Image(size, size, 3, new byte[size * size * 3]));
        for (int n = 1; n <= maxBatch; n *= 2) {
            probabilities(Collections.nCopies(n, picture));
        }
    }

    /** The likeliest classes, best first; of equals, the first one. */
    public List<Prediction> top(double[] probabilities, int count) {
        return IntStream.range(0, probabilities.length)
                .boxed()
                .sorted((a, b) -> Double.compare(probabilities[b], probabilities[a]))
                .limit(count)
                .map(i -> new Prediction(card.classes().get(i), probabilities[i]))
                .toList();
    }
}
