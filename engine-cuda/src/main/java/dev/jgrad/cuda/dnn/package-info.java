/**
 * Convolutions and batch norm by cuDNN. {@link dev.jgrad.cuda.dnn.ConvolutionsCuda} brings operands into a form that cuDNN takes and asks a {@link
 * dev.jgrad.cuda.dnn.ConvolutionPlan} to run: descriptors and algorithms for one problem, kept per stream. What cuDNN
 * refuses is computed by a kernel of our own. {@link dev.jgrad.cuda.dnn.BatchNormDnn} does what it can for batch norm and says what it has not done.
 */
@NullMarked
package dev.jgrad.cuda.dnn;

import org.jspecify.annotations.NullMarked;
