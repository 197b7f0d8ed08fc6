/**
 * Pictures of autograd graphs. {@link dev.jgrad.viz.GraphDrawing} draws the graph of a tensor as DOT or SVG; nothing
 * needs to be installed for that.
 *
 * <p>Inside, a drawing goes through the steps of Sugiyama's method: {@code AutogradGraph} reads nodes and edges, {@code
 * Layering} gives each node a row, {@code Ordering} sorts the rows so that few edges cross, {@code Placement} chooses
 * positions, {@code SvgWriter} writes. All of it is iterative, so graphs may be as deep as memory allows.
 */
@NullMarked
package dev.jgrad.viz;

import org.jspecify.annotations.NullMarked;
