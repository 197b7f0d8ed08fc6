/**
 * The graph and the engine. Operations on tensors that require a gradient leave {@link dev.jgrad.autograd.Node}s behind;
 * {@link dev.jgrad.autograd.Autograd} walks them backwards. {@link dev.jgrad.autograd.Grad} switches recording, {@link
 * dev.jgrad.autograd.Function} lets users define their own nodes, {@link dev.jgrad.autograd.GradCheck} compares with
 * finite differences. The semantics are those of {@code torch.autograd}.
 */
@NullMarked
package dev.jgrad.autograd;

import org.jspecify.annotations.NullMarked;
