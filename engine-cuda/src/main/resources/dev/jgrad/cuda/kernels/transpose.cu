// Copies a batch of matrices into the other order, through tiles in shared memory, so that both sides are read and written
// in runs. Defined by the host: IN, an integer of the elements' width.
#include "walk.cuh"

#define TILE 32
#define TILE_ROWS 8

struct TransposeCall {
    IN* out;
    const IN* in;
    /** The input steps by 1 along rows, the output by 1 along columns. */
    i64 rows;
    i64 columns;
    i64 inColumnStride;
    i64 outRowStride;
    i64 batches;
    Walk<2> batch;
};

extern "C" __global__ void transpose(const TransposeCall c) {
    __shared__ IN tile[TILE][TILE + 1];
    i64 rowTiles = (c.rows + TILE - 1) / TILE;
    i64 columnTiles = (c.columns + TILE - 1) / TILE;
    for (i64 t = blockIdx.x; t < rowTiles * columnTiles * c.batches; t += gridDim.x) {
        place at[2];
        clear(at);
        c.batch.locate((place)(t / (rowTiles * columnTiles)), at);
        i64 inTile = t % (rowTiles * columnTiles);
        i64 row0 = inTile % rowTiles * TILE;
        i64 column0 = inTile / rowTiles * TILE;
        for (int j = threadIdx.y; j < TILE; j += TILE_ROWS) {
            i64 row = row0 + threadIdx.x;
            i64 column = column0 + j;
            if (row < c.rows && column < c.columns) {
                tile[j][threadIdx.x] = c.in[at[0] + row + column * c.inColumnStride];
            }
        }
        __syncthreads();
        for (int j = threadIdx.y; j < TILE; j += TILE_ROWS) {
            i64 row = row0 + j;
            i64 column = column0 + threadIdx.x;
            if (row < c.rows && column < c.columns) {
                c.out[at[1] + row * c.outRowStride + column] = tile[threadIdx.x][j];
            }
        }
        __syncthreads();
    }
}
