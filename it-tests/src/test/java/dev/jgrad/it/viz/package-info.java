/** Pictures of graphs that real operations recorded. */
package dev.jgrad.it.viz;
