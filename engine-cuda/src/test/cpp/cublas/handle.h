// A cuBLAS handle as the stand-in keeps it.
#pragma once

#include <cstddef>
#include <cstdint>

namespace sim {

enum Status { SUCCESS = 0, NOT_INITIALIZED = 1, INVALID_VALUE = 7, EXECUTION_FAILED = 13, NOT_SUPPORTED = 15 };

constexpr uint64_t LIVE = 0x63426c6173214c56;

struct Handle {
    uint64_t magic;
    void *stream;
    void *workspace;
    size_t workspace_bytes;
    int math_mode;
};

inline bool is_live(const Handle *h) { return h != nullptr && h->magic == LIVE; }

}  // namespace sim
