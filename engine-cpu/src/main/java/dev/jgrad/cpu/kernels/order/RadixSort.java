package dev.jgrad.cpu.kernels.order;

/** Stable sorting of keys, as unsigned numbers, together with their places. */
final class RadixSort {
    private static final int FEW = 48;

    private RadixSort() {}

    /** Sorts; {@code places} is 0 to n - 1 at first. The other two arrays are for the way. */
    static void sort(long[] keys, int[] places, int n, int bits, long[] keys2, int[] places2) {
        if (n <= FEW) {
            insert(keys, places, n);
            return;
        }
        int passes = bits / 8;
        int[][] counts = new int[passes][256];
        for (int i = 0; i < n; i++) {
            long key = keys[i];
            for (int p = 0; p < passes; p++) {
                counts[p][(int) (key >>> 8 * p) & 255]++;
            }
        }
        long[] k = keys;
        int[] v = places;
        long[] k2 = keys2;
        int[] v2 = places2;
        for (int p = 0; p < passes; p++) {
            int[] count = counts[p];
            if (count[(int) (k[0] >>> 8 * p) & 255] == n) {
                continue;
            }
            int sum = 0;
            for (int d = 0; d < 256; d++) {
                int c = count[d];
                count[d] = sum;
                sum += c;
            }
            pass(k, v, k2, v2, n, 8 * p, count);
            long[] swapped = k;
            k = k2;
            k2 = swapped;
            int[] swappedPlaces = v;
            v = v2;
            v2 = swappedPlaces;
        }
        if (k != keys) {
            System.arraycopy(k, 0, keys, 0, n);
            System.arraycopy(v, 0, places, 0, n);
        }
    }

    private static void pass(long[] k, int[] v, long[] k2, int[] v2, int n, int shift, int[] starts) {
        for (int i = 0; i < n; i++) {
            int at = starts[(int) (k[i] >>> shift) & 255]++;
            k2[at] = k[i];
            v2[at] = v[i];
        }
    }

    private static void insert(long[] keys, int[] places, int n) {
        for (int i = 1; i < n; i++) {
            long key = keys[i];
            int place = places[i];
            int j = i - 1;
            while (j >= 0 && Long.compareUnsigned(keys[j], key) > 0) {
                keys[j + 1] = keys[j];
                places[j + 1] = places[j];
                j--;
            }
            keys[j + 1] = key;
            places[j + 1] = place;
        }
    }
}
