/** Tests of the allocator over a memory that only counts. */
@NullMarked
package dev.jgrad.memory;

import org.jspecify.annotations.NullMarked;
