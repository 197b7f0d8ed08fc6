/**
 * The CPU backend: memory, the families of kernels behind {@link dev.jgrad.spi.Backend}, and their registration. Start
 * at {@link dev.jgrad.cpu.CpuBackend}; {@link dev.jgrad.cpu.CpuBuffer} says where elements lie.
 */
@NullMarked
package dev.jgrad.cpu;

import org.jspecify.annotations.NullMarked;
