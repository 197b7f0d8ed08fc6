/**
 * Fused programs on the CPU: {@link dev.jgrad.cpu.kernels.fused.FusedPlan} cuts a program into stages that the JIT
 * compiles well and has a class written for each; {@link dev.jgrad.cpu.kernels.fused.FusedWalk} takes blocks of the
 * operands through the stages.
 */
@NullMarked
package dev.jgrad.cpu.kernels.fused;

import org.jspecify.annotations.NullMarked;
