package dev.jgrad.batch;

import dev.jgrad.data.ArgumentException;
import dev.jgrad.data.DeviceException;

/** What vmap cannot do, in PyTorch's words. */
public final class Refusals {
    private Refusals() {}

    /** A number asked of a tensor that has one for each example. */
    public static ArgumentException item() {
        return new ArgumentException(
                "vmap: It looks like you're calling .item() on a Tensor. We don't support vmap over"
                        + " calling .item() on a Tensor, please try to rewrite what you're doing with other operations"
                        + " (Tensors.where instead of if).");
    }

    /** A result whose size depends on the values. */
    public static ArgumentException dynamicShape(String op) {
        return new ArgumentException("vmap: We do not support batching operators that can output dynamic shape."
                + " Attempted to vmap over aten::" + op + ".");
    }

    /** A write of something that differs between examples into something that does not. */
    public static ArgumentException writesIntoUnbatched() {
        return new ArgumentException(
                "vmap: inplace arithmetic(self, *extra_args) is not possible because there exists a"
                        + " Tensor `other` in extra_args that has more elements than `self`. This happened due to `other` being"
                        + " vmapped over but `self` not being vmapped over in a vmap. Please try to use out-of-place operators"
                        + " instead of inplace arithmetic.");
    }

    /** A random operation where none is allowed. */
    public static ArgumentException random() {
        return new ArgumentException(
                "vmap: called random operation while in randomness error mode. Please either use"
                        + " the 'same' or 'different' randomness flags on vmap or perform the randomness operation out of vmap");
    }

    /** Different numbers asked for in a place that is the same for all examples. */
    public static ArgumentException randomIntoUnbatched() {
        return new ArgumentException(
                "vmap: Cannot ask for different inplace randomness on an unbatched tensor. This will"
                        + " appear like same randomness.");
    }

    /** Running statistics that all examples would update. */
    public static ArgumentException runningStatistics() {
        return new ArgumentException("Batch norm got a batched tensor as input while the running_mean or running_var,"
                + " which will be updated in place, were not batched.\nIf you are using a module and do not need eval"
                + " mode, please set `track_running_stats` to be False; or call eval().");
    }

    static DeviceException unsupported(String what) {
        return new DeviceException("vmap: " + what + " does not run inside of vmap; call it outside");
    }
}
