package dev.jgrad.cpu.kernels.lanes;

import dev.jgrad.cpu.Native;

/** Channels of pixels one after the other: the scalar form, and the rest of the vector form. */
final class PixelChannels {
    private PixelChannels() {}

    static void greatest(long out, long found, long[] from, byte[] names, int pixels, int first, int channels) {
        for (int c = first; c < channels; c++) {
            float best = Native.ALL.get(Native.FLOAT, from[0] + 4L * c);
            byte name = names[0];
            for (int i = 1; i < pixels; i++) {
                float v = Native.ALL.get(Native.FLOAT, from[i] + 4L * c);
                if (!(v <= best) && best == best) {
                    best = v;
                    name = names[i];
                }
            }
            Native.ALL.set(Native.FLOAT, out + 4L * c, best);
            Native.ALL.set(Native.BYTE, found + c, name);
        }
    }

    static void sum(long out, long[] from, long[] found, byte[] wanted, int pixels, int first, int channels) {
        for (int c = first; c < channels; c++) {
            float sum = 0;
            for (int i = 0; i < pixels; i++) {
                if (Native.ALL.get(Native.BYTE, found[i] + c) == wanted[i]) {
                    sum += Native.ALL.get(Native.FLOAT, from[i] + 4L * c);
                }
            }
            Native.ALL.set(Native.FLOAT, out + 4L * c, sum);
        }
    }
}
