/**
 * Derivatives of all layers and losses against finite differences: {@link dev.jgrad.it.layers.LayerSamples} holds a line or more
 * for each module that an expression can build, {@link dev.jgrad.it.layers.LayerFunction} makes a module a function of one
 * vector, of all that it can be differentiated by, and the test compares.
 */
package dev.jgrad.it.layers;
