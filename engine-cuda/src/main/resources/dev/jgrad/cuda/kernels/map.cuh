// The two forms of an elementwise kernel: in packs of neighbouring elements, and one by one with any strides.
#pragma once
#include "walk.cuh"

template <int... K>
struct Numbers {};
template <int N, int... K>
struct Count : Count<N - 1, N - 1, K...> {};
template <int... K>
struct Count<0, K...> {
    typedef Numbers<K...> type;
};

/** V neighbouring elements, loaded and stored at once. */
template <class T, int V>
struct alignas(sizeof(T) * V) Pack {
    T item[V];
};

/** Elements of a pack: as many as 16 bytes of the widest type hold. */
template <int BYTES>
struct PackSize {
    static const int value = BYTES >= 8 ? 2 : BYTES == 4 ? 4 : 8;
};

#define WIDEST(a, b) ((a) > (b) ? (a) : (b))

/** An operand in memory. */
template <class T>
struct Operand {
    typedef T type;
    const T* data;

    __device__ __forceinline__ typename Computed<T>::type at(place i) const {
        return widen(data[i]);
    }

    /** Neighbours from i on, or one element again and again. */
    template <int V>
    __device__ __forceinline__ void pack(place i, bool neighbours, typename Computed<T>::type (&x)[V]) const {
        if (neighbours) {
            Pack<T, V> p = *(const Pack<T, V>*)(data + i);
            for (int j = 0; j < V; j++) {
                x[j] = widen(p.item[j]);
            }
        } else {
            typename Computed<T>::type one = widen(data[i]);
            for (int j = 0; j < V; j++) {
                x[j] = one;
            }
        }
    }
};

/** An operand in memory, or a number that came with the call. */
template <class T>
struct OperandOrNumber {
    typedef T type;
    typedef typename Computed<T>::type C;
    const T* data;
    C number;

    __device__ __forceinline__ C at(place i) const {
        return data ? widen(data[i]) : number;
    }

    template <int V>
    __device__ __forceinline__ void pack(place i, bool neighbours, C (&x)[V]) const {
        if (data) {
            Operand<T> in = {data};
            in.pack(i, neighbours, x);
        } else {
            for (int j = 0; j < V; j++) {
                x[j] = number;
            }
        }
    }
};

/** What every elementwise kernel needs to know; operand 0 is the output. */
template <int N>
struct MapShape {
    /** Elements, or packs. */
    i64 count;
    /** Elements behind the last pack; only in one dimension. */
    i64 tail;
    /** Bit k: operand k has neighbours within a pack, and is not one element again and again. */
    i64 neighbours;
    Walk<N> walk;
};

template <class F, class O, int N, class... In, int... K>
DEVICE void mapEach(F f, const MapShape<N>& shape, O* out, Numbers<K...>, In... in) {
    place step = (place)threadCount();
    for (place i = (place)threadNumber(); i < (place)shape.count; i += step) {
        place at[N];
        clear(at);
        shape.walk.locate(i, at);
        out[at[0]] = narrow<O>(f(in.at(at[K + 1])...));
    }
}

template <int V, class In>
struct Lanes {
    typename Computed<typename In::type>::type x[V];

    __device__ __forceinline__ Lanes(const In& in, place i, bool neighbours) {
        in.pack(i, neighbours, x);
    }
};

template <int V, class F, class O, class... L>
DEVICE void mapPack(F f, O* out, L... lanes) {
    Pack<O, V> result;
    for (int j = 0; j < V; j++) {
        result.item[j] = narrow<O>(f(lanes.x[j]...));
    }
    *(Pack<O, V>*)out = result;
}

template <int V, class F, class O, int N, class... In, int... K>
DEVICE void mapPacks(F f, const MapShape<N>& shape, O* out, Numbers<K...>, In... in) {
    place step = (place)threadCount();
    place first = (place)threadNumber();
    for (place i = first; i < (place)shape.count; i += step) {
        place at[N];
        clear(at);
        shape.walk.locate(i, at);
        mapPack<V>(f, out + at[0], Lanes<V, In>(in, at[K + 1], (shape.neighbours >> (K + 1)) & 1)...);
    }
    if (first < (place)shape.tail) {
        place i = (place)shape.count * V + first;
        out[i] = narrow<O>(f(in.at((shape.neighbours >> (K + 1)) & 1 ? i : 0)...));
    }
}

template <class F, class O, int N, class... In>
DEVICE void each(F f, const MapShape<N>& shape, O* out, In... in) {
    mapEach(f, shape, out, typename Count<N - 1>::type(), in...);
}

template <int V, class F, class O, int N, class... In>
DEVICE void packs(F f, const MapShape<N>& shape, O* out, In... in) {
    mapPacks<V>(f, shape, out, typename Count<N - 1>::type(), in...);
}
