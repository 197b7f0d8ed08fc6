/**
 * Reductions. {@link dev.jgrad.cpu.kernels.reduce.ReduceGeometry} turns two layouts into the fewest possible kept and
 * reduced dimensions; {@link dev.jgrad.cpu.kernels.reduce.Reduction} walks over them, along rows where the innermost
 * dimension is reduced ({@link dev.jgrad.cpu.kernels.reduce.RowReduction}) and over whole columns side by side where it is
 * kept ({@link dev.jgrad.cpu.kernels.reduce.ColumnReduction}), and brings the input in tile by tile; a
 * {@link dev.jgrad.cpu.kernels.reduce.ReduceTile} folds a tile into accumulators of double or long.
 *
 * <p>Long sums are cut into slices that depend on the sizes only, so the result does not depend on the number of threads.
 */
@NullMarked
package dev.jgrad.cpu.kernels.reduce;

import org.jspecify.annotations.NullMarked;
