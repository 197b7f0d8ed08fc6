/** Tests of models and of the download of their weights. */
package dev.jgrad.nn.vision;
