/** What works along one dimension and cares about order: extremes with their index, scans, sorting, searching. */
@NullMarked
package dev.jgrad.cpu.kernels.order;

import org.jspecify.annotations.NullMarked;
