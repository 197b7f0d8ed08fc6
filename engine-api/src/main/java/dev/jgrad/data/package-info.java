/**
 * Pure values that describe data: {@link dev.jgrad.data.Shape}, {@link dev.jgrad.data.Layout}, {@link
 * dev.jgrad.data.DType}, {@link dev.jgrad.data.Device}, the promotion table, the broadcasting rule, and the
 * exceptions. A leaf: it knows no other package of jgrad and touches no memory. Start at {@code Layout}.
 */
@NullMarked
package dev.jgrad.data;

import org.jspecify.annotations.NullMarked;
