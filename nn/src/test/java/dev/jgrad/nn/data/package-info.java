/** Tests of data sets, loaders and picture files. */
package dev.jgrad.nn.data;
