package dev.jgrad.cpu.kernels;

/** Pixels [batch, height, width, channels]. */
record TileImage(long address, int channels, int height, int width) {
    long pixel() {
        return 4L * channels;
    }

    long row(long image, long y) {
        return address + (image * height + y) * width * pixel();
    }

    int tilesDown() {
        return (height + 1) / 2;
    }

    int tilesAcross() {
        return (width + 1) / 2;
    }
}
