/**
 * Memory for backends and numbers about it for users: the caching allocator that every backend puts over its own raw
 * memory, the queue through which collected storages come back, and the out-of-memory exception.
 */
@NullMarked
package dev.jgrad.memory;

import org.jspecify.annotations.NullMarked;
