package dev.jgrad.nn.init;

/** Which side of a layer keeps its variance. */
public enum FanMode {
    /** The inputs, in the forward pass. */
    FAN_IN,
    /** The outputs, in the backward pass. */
    FAN_OUT
}
