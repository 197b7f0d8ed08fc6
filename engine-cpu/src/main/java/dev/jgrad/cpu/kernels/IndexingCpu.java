package dev.jgrad.cpu.kernels;

import dev.jgrad.data.DType;
import dev.jgrad.data.JgradException;
import dev.jgrad.data.Layout;
import dev.jgrad.spi.Buffer;
import dev.jgrad.spi.IndexingKernels;
import dev.jgrad.spi.ScatterKind;
import dev.jgrad.spi.Stream;

/** Placeholder for the indexing of the CPU: everything throws. */
public final class IndexingCpu implements IndexingKernels {
    /** Kernels without state. */
    public IndexingCpu() {}

    @Override
    public void gather(
            Stream stream,
            DType dtype,
            Buffer out,
            Layout outLayout,
            Buffer in,
            Layout inLayout,
            int dim,
            Buffer index,
            Layout indexLayout) {
        throw missing();
    }

    @Override
    public void scatter(
            Stream stream,
            ScatterKind kind,
            DType dtype,
            Buffer self,
            Layout selfLayout,
            int dim,
            Buffer index,
            Layout indexLayout,
            Buffer source,
            Layout sourceLayout) {
        throw missing();
    }

    @Override
    public void indexSelect(
            Stream stream,
            DType dtype,
            Buffer out,
            Layout outLayout,
            Buffer in,
            Layout inLayout,
            int dim,
            Buffer index,
            Layout indexLayout) {
        throw missing();
    }

    @Override
    public void indexScatter(
            Stream stream,
            ScatterKind kind,
            DType dtype,
            Buffer self,
            Layout selfLayout,
            int dim,
            Buffer index,
            Layout indexLayout,
            Buffer source,
            Layout sourceLayout) {
        throw missing();
    }

    @Override
    public void indexGet(
            Stream stream,
            DType dtype,
            Buffer out,
            Layout outLayout,
            Buffer in,
            Layout inLayout,
            Buffer[] indices,
            Layout[] indexLayouts) {
        throw missing();
    }

    @Override
    public void indexPut(
            Stream stream,
            ScatterKind kind,
            DType dtype,
            Buffer self,
            Layout selfLayout,
            Buffer[] indices,
            Layout[] indexLayouts,
            Buffer source,
            Layout sourceLayout) {
        throw missing();
    }

    @Override
    public long countNonzero(
            Stream stream,
            DType dtype,
            Buffer in,
            Layout inLayout) {
        throw missing();
    }

    @Override
    public void nonzero(
            Stream stream,
            DType dtype,
            Buffer out,
            Layout outLayout,
            Buffer in,
            Layout inLayout) {
        throw missing();
    }

    private static JgradException missing() {
        return new JgradException("the CPU backend has no indexing yet");
    }
}
