// Softmax and its logarithm along lines of any strides. Defined by the host: IN (element type). Lanes run along a line
// and lines beside each other; which of both runs along x, the host chooses.
#include "reduce.cuh"

typedef Computed<IN>::type C;

struct SoftmaxCall {
    IN* out;
    /** The input forward, the gradient of the output backward. */
    const IN* in;
    /** The output, backward only. */
    const IN* output;
    i64 lines;
    i64 length;
    i64 logarithm;
    i64 lanesAlongX;
    i64 along[3];
    /** Where lines start in out, in and output. */
    Walk<3> starts;
};

/** The part of a block that works on one line. */
struct Team {
    int lane;
    int lanes;
    int beside;
    int abreast;
    int thread;
    int distance;
    METHOD Team(const SoftmaxCall& c) {
        lane = c.lanesAlongX ? threadIdx.x : threadIdx.y;
        lanes = c.lanesAlongX ? blockDim.x : blockDim.y;
        beside = c.lanesAlongX ? threadIdx.y : threadIdx.x;
        abreast = c.lanesAlongX ? blockDim.y : blockDim.x;
        thread = threadIdx.y * blockDim.x + threadIdx.x;
        distance = c.lanesAlongX ? 1 : blockDim.x;
    }
};

/** The merge of all lanes of a line, in every lane. */
template <class F, class A>
DEVICE A merged(const F& f, const Team& team, A mine) {
    __shared__ u64 room[BLOCK * ((sizeof(A) + 7) / 8)];
    __shared__ u64 all[BLOCK * ((sizeof(A) + 7) / 8)];
    mergeLanes(f, mine, (A*)room, team.lane, team.lanes, team.thread, team.distance);
    if (team.lane == 0) {
        ((A*)all)[team.beside] = mine;
    }
    __syncthreads();
    A result = ((A*)all)[team.beside];
    __syncthreads();
    return result;
}

struct Exponentials {
    C most;
    C sum;
};

/** An infinite maximum is left alone, since inf - inf would be NaN; +inf among the elements gives NaN as in PyTorch. */
struct AddExponentials {
    METHOD void merge(Exponentials& a, const Exponentials& b) const {
        if (b.sum == 0) {
            return;
        }
        C most = greater(a.most, b.most);
        a.sum = (a.sum == 0 ? 0 : a.sum * exp_(a.most - most)) + b.sum * exp_(b.most - most);
        a.most = most;
    }
};

extern "C" __global__ void forward(const SoftmaxCall c) {
    Team team(c);
    AddExponentials f;
    i64 groups = (c.lines + team.abreast - 1) / team.abreast;
    for (i64 group = blockIdx.x; group < groups; group += gridDim.x) {
        i64 line = group * team.abreast + team.beside;
        i64 n = line < c.lines ? c.length : 0;
        place at[3];
        clear(at);
        if (n > 0) {
            c.starts.locate((place)line, at);
        }
        const IN* x = c.in + at[1];
        C most = minusInfinity((C)0);
        for (i64 i = team.lane; i < n; i += team.lanes) {
            most = greater(most, widen(x[i * c.along[1]]));
        }
        Exponentials mine = {most, 0};
        // A lane with nothing above -inf adds nothing; a line of such lanes ends in -inf - -inf, NaN as in PyTorch.
        for (i64 i = team.lane; i < n && most != minusInfinity((C)0); i += team.lanes) {
            mine.sum += exp_(widen(x[i * c.along[1]]) - most);
        }
        Exponentials all = merged(f, team, mine);
        C logarithm = log_(all.sum);
        for (i64 i = team.lane; i < n; i += team.lanes) {
            C d = widen(x[i * c.along[1]]) - all.most;
            c.out[at[0] + i * c.along[0]] = narrow<IN>(c.logarithm ? d - logarithm : exp_(d) / all.sum);
        }
    }
}

struct AddDoubles {
    METHOD void merge(f64& a, f64 b) const { a += b; }
};

extern "C" __global__ void backward(const SoftmaxCall c) {
    Team team(c);
    AddDoubles f;
    i64 groups = (c.lines + team.abreast - 1) / team.abreast;
    for (i64 group = blockIdx.x; group < groups; group += gridDim.x) {
        i64 line = group * team.abreast + team.beside;
        i64 n = line < c.lines ? c.length : 0;
        place at[3];
        clear(at);
        if (n > 0) {
            c.starts.locate((place)line, at);
        }
        const IN* g = c.in + at[1];
        const IN* y = c.output + at[2];
        f64 mine = 0;
        for (i64 i = team.lane; i < n; i += team.lanes) {
            C gradient = widen(g[i * c.along[1]]);
            mine += (f64)(c.logarithm ? gradient : gradient * widen(y[i * c.along[2]]));
        }
        C sum = (C)merged(f, team, mine);
        for (i64 i = team.lane; i < n; i += team.lanes) {
            C gradient = widen(g[i * c.along[1]]);
            C out = widen(y[i * c.along[2]]);
            c.out[at[0] + i * c.along[0]] =
                narrow<IN>(c.logarithm ? gradient - exp_(out) * sum : (gradient - sum) * out);
        }
    }
}
