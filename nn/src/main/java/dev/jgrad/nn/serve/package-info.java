/**
 * Predictions over HTTP. {@link dev.jgrad.nn.serve.PredictionServer} listens and routes; a request's way is {@link
 * dev.jgrad.nn.serve.PredictHandler}: read the body within its limits, decode the picture, wait in the {@link
 * dev.jgrad.nn.serve.Batcher} for others to be computed with, answer. Nothing is kept without a bound: connections by
 * the server, bytes and pixels by a {@link dev.jgrad.nn.serve.Budget}, waiting requests by the queue.
 */
@NullMarked
package dev.jgrad.nn.serve;

import org.jspecify.annotations.NullMarked;
