package dev.jgrad.autograd;

import org.jspecify.annotations.Nullable;

/**
 * Where a gradient goes: an output of a node.
 *
 * @param node the node, or null where the input needs no gradient
 * @param outputNumber which of its outputs
 */
public record Edge(@Nullable Node node, int outputNumber) {}
