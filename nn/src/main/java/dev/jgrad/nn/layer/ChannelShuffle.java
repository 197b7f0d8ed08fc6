package dev.jgrad.nn.layer;

import dev.jgrad.nn.Module;
import dev.jgrad.tensor.Functional;
import dev.jgrad.tensor.Tensor;

/** Mixes the channels of groups. Zhang and others 2017. {@code torch.nn.ChannelShuffle}. */
public final class ChannelShuffle extends Module {
    private final long groups;

    /**
     * With all settings.
     *
     * @param groups number of groups
     */
    public ChannelShuffle(long groups) {
        this.groups = groups;
    }

    @Override
    public Tensor forward(Tensor input) {
        return Functional.channelShuffle(input, groups);
    }

    @Override
    protected String extraRepr() {
        return "groups=" + groups;
    }
}
