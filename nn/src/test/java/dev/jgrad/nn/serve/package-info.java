/** Predictions over HTTP. */
package dev.jgrad.nn.serve;
