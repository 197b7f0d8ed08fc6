package dev.jgrad.cpu.kernels;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import org.junit.jupiter.api.Test;

/** The known answers that come with the authors' library (Random123, {@code kat_vectors}). */
final class PhiloxTest {
    @Test
    void givesTheKnownAnswers() {
        check(0, 0, 0, 0, 0, 0, 0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8);
        check(-1, -1, -1, -1, -1, -1, 0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd);
        check(
                0xa4093822,
                0x299f31d0,
                0x243f6a88,
                0x85a308d3,
                0x13198a2e,
                0x03707344,
                0xd16cfe09,
                0x94fdcceb,
                0x5001e420,
                0x24126ea1);
    }

    private static void check(int k0, int k1, int c0, int c1, int c2, int c3, int... expected) {
        int[] out = new int[4];
        Philox.block(k0, k1, c0, c1, c2, c3, out, 0);
        assertArrayEquals(expected, out);
    }
}
