// Reductions. Defined by the host: IN (element type), OUT (type of the results) and KINDS, a list of X(KIND). KIND_reduce
// reduces, KIND_finish merges what slices left.
#include "reduce.cuh"

struct ReduceCall {
    const IN* in;
    OUT* out;
    /** int64 indices of extremes, or means beside variances; may be null. */
    void* second;
    f64 correction;
    ReduceGrid grid;
    /** Places of in, out and second by output; of in by element. */
    ReduceWalks<3, 1> walks;
};

typedef Computed<IN>::type C;
typedef Exact<C>::type Wide;

/** What all have in common. */
struct OfElements {
    typedef ReduceCall Call;
    typedef C I;
    METHOD void begin(const ReduceCall&, const place (&)[3]) {}
    METHOD C item(const ReduceCall& c, const place (&at)[3], const place (&p)[1], i64) const {
        return widen(c.in[at[0] + p[0]]);
    }
};

/** Reductions that keep one number. */
template <class T>
struct OneNumber : OfElements {
    typedef T A;
    METHOD void write(const ReduceCall& c, A a, const place (&at)[3], i64) const { c.out[at[1]] = narrow<OUT>(a); }
};

struct Sum : OneNumber<Wide> {
    METHOD A start() const { return 0; }
    METHOD void merge(A& a, A b) const { a = add(a, b); }
};

struct SUM : Sum {
    METHOD void take(A& a, C x, i64) const { a = add(a, (A)x); }
    METHOD void takeFour(A& a, const C (&x)[4], i64, i64) const { a = add(a, (A)add(add(x[0], x[1]), add(x[2], x[3]))); }
};

struct MEAN : SUM {
    METHOD void write(const ReduceCall& c, A a, const place (&at)[3], i64) const { c.out[at[1]] = narrow<OUT>(a / (A)c.grid.reduced); }
};

template <class F>
struct OneByOne : F {
    METHOD void takeFour(typename F::A& a, const C (&x)[4], i64 r, i64 step) const {
        for (int i = 0; i < 4; i++) {
            this->take(a, x[i], r + i * step);
        }
    }
};

struct NanSum : Sum {
    METHOD void take(A& a, C x, i64) const { a = isNan(x) ? a : add(a, (A)x); }
};
struct NANSUM : OneByOne<NanSum> {};

struct Norm1 : Sum {
    METHOD void take(A& a, C x, i64) const { a = add(a, (A)abs_(x)); }
};
struct NORM1 : OneByOne<Norm1> {};

struct Norm2 : Sum {
    METHOD void take(A& a, C x, i64) const { a = add(a, multiply((A)x, (A)x)); }
    METHOD void write(const ReduceCall& c, A a, const place (&at)[3], i64) const { c.out[at[1]] = narrow<OUT>(sqrt((f64)a)); }
};
struct NORM2 : OneByOne<Norm2> {};

struct Prod : OneNumber<Wide> {
    METHOD A start() const { return 1; }
    METHOD void merge(A& a, A b) const { a = multiply(a, b); }
    METHOD void take(A& a, C x, i64) const { a = multiply(a, (A)x); }
};
struct PROD : OneByOne<Prod> {};

struct Max : OneNumber<C> {
    METHOD A start() const { return minusInfinity((C)0); }
    METHOD void merge(A& a, A b) const { a = greater(a, b); }
    METHOD void take(A& a, C x, i64) const { a = greater(a, x); }
};
struct MAX : OneByOne<Max> {};

struct Min : OneNumber<C> {
    METHOD A start() const { return infinity((C)0); }
    METHOD void merge(A& a, A b) const { a = lesser(a, b); }
    METHOD void take(A& a, C x, i64) const { a = lesser(a, x); }
};
struct MIN : OneByOne<Min> {};

/** Counts elements that are not zero. */
struct Nonzero : OneNumber<i64> {
    METHOD A start() const { return 0; }
    METHOD void merge(A& a, A b) const { a += b; }
    METHOD void take(A& a, C x, i64) const { a += x != 0; }
};
struct COUNT_NONZERO : OneByOne<Nonzero> {};
struct ANY : COUNT_NONZERO {
    METHOD void write(const ReduceCall& c, A a, const place (&at)[3], i64) const { c.out[at[1]] = narrow<OUT>((i64)(a != 0)); }
};
struct ALL : COUNT_NONZERO {
    METHOD void write(const ReduceCall& c, A a, const place (&at)[3], i64) const {
        c.out[at[1]] = narrow<OUT>((i64)(a == c.grid.reduced));
    }
};

/** The greatest so far, and the sum of e to the distance from it. */
template <class C>
struct Exponentials {
    C most;
    C sum;
};

template <class C>
struct LogSumExp : OfElements {
    typedef Exponentials<C> A;
    METHOD A start() const {
        A a = {minusInfinity((C)0), 0};
        return a;
    }
    METHOD void add(A& a, C most, C sum) const {
        if (most == a.most) {
            a.sum += sum;
        } else if (most > a.most || isNan(most)) {
            a.sum = a.sum * exp_(a.most - most) + sum;
            a.most = most;
        } else {
            a.sum += sum * exp_(most - a.most);
        }
    }
    METHOD void take(A& a, C x, i64) const {
        if (x != minusInfinity((C)0)) {
            add(a, x, 1);
        }
    }
    METHOD void merge(A& a, A b) const {
        if (b.most != minusInfinity((C)0)) {
            add(a, b.most, b.sum);
        }
    }
    METHOD void write(const ReduceCall& c, A a, const place (&at)[3], i64) const {
        c.out[at[1]] = narrow<OUT>(log_(a.sum) + a.most);
    }
};
struct LOGSUMEXP : OneByOne<LogSumExp<C>> {};

/** An element with its place. */
struct Placed {
    C value;
    i64 at;
};

template <bool GREATEST>
struct Extreme : OfElements {
    typedef Placed A;
    METHOD A start() const {
        A a = {0, -1};
        return a;
    }
    /** NaN wins, then the extreme, then the lower place. */
    METHOD void take(A& a, C x, i64 at) const {
        bool equal = x == a.value || (isNan(x) && isNan(a.value));
        bool better = GREATEST ? x > a.value : x < a.value;
        better = better || (isNan(x) && !isNan(a.value));
        better = !isNan(a.value) ? better : false;
        if (a.at < 0 || better || (equal && at < a.at)) {
            a.value = x;
            a.at = at;
        }
    }
    METHOD void merge(A& a, A b) const {
        if (b.at >= 0) {
            take(a, b.value, b.at);
        }
    }
    METHOD void write(const ReduceCall& c, A a, const place (&at)[3], i64) const {
        if (c.out) {
            c.out[at[1]] = narrow<OUT>(a.value);
        }
        ((i64*)c.second)[at[2]] = a.at;
    }
};
struct ARGMAX : OneByOne<Extreme<true>> {};
struct ARGMIN : OneByOne<Extreme<false>> {};

/** Sums of distances from an element of the line, and of their squares: no digit is lost to a far mean. */
struct Moments {
    f64 sum;
    f64 squares;
};

struct Variance : OfElements {
    typedef Moments A;
    f64 origin;
    METHOD void begin(const ReduceCall& c, const place (&at)[3]) {
        origin = c.grid.reduced > 0 ? (f64)widen(c.in[at[0]]) : 0;
        origin = isInfinite(origin) || isNan(origin) ? 0 : origin;
    }
    METHOD A start() const {
        A a = {0, 0};
        return a;
    }
    METHOD void take(A& a, C x, i64) const {
        f64 d = (f64)x - origin;
        a.sum += d;
        a.squares += d * d;
    }
    METHOD void merge(A& a, A b) const {
        a.sum += b.sum;
        a.squares += b.squares;
    }
    METHOD void write(const ReduceCall& c, A a, const place (&at)[3], i64) const {
        f64 n = (f64)c.grid.reduced;
        f64 within = a.squares - a.sum * a.sum / n;
        within = within < 0 ? 0 : within;
        f64 divisor = n - c.correction;
        c.out[at[1]] = narrow<OUT>(within / (divisor > 0 ? divisor : 0));
        if (c.second) {
            ((OUT*)c.second)[at[2]] = narrow<OUT>(origin + a.sum / n);
        }
    }
};
struct VARIANCE : OneByOne<Variance> {};

#define X(K) \
    extern "C" __global__ void K##_reduce(const ReduceCall c) { reduce<K>(c, c.grid, c.walks, false); } \
    extern "C" __global__ void K##_finish(const ReduceCall c) { reduce<K>(c, c.grid, c.walks, true); }
KINDS
