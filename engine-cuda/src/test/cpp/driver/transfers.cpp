// Memory of the device and of the host, and copies between them.
#include <stdlib.h>

#include <algorithm>

#include "driver.h"

static bool isPinned(const void *address, size_t bytes) {
    auto after = pinned.upper_bound((uintptr_t) address);
    if (after == pinned.begin()) return false;
    --after;
    return (uintptr_t) address + bytes <= after->first + after->second;
}
static int transfer(const char *name, void *target, const void *source, size_t bytes, bool toDevice, bool fromDevice,
                    void *stream) {
    if ((toDevice && !simIsDevice(target, bytes)) || (fromDevice && !simIsDevice(source, bytes))) {
        simViolation("%s of %zu bytes leaves its allocation", name, bytes);
        return SIM_INVALID_VALUE;
    }
    if (!toDevice && !isPinned(target, bytes)) simViolation("%s to memory that is not page-locked", name);
    if (!fromDevice && !isPinned(source, bytes)) simViolation("%s from memory that is not page-locked", name);
    SimAccess accesses[2] = {{source, 0}, {target, 1}};
    struct Copy {
        void *target;
        const void *source;
        size_t bytes;
        bool toDevice, fromDevice;
    };
    return simSubmit(
        stream, name, accesses, 2,
        [](void *data) {
            const Copy &c = *(Copy *) data;
            if ((!c.toDevice && !isPinned(c.target, c.bytes)) || (!c.fromDevice && !isPinned(c.source, c.bytes))) {
                simViolation("a copy of %zu bytes runs after its page-locked memory was given back", c.bytes);
                return 0;
            }
            memmove(c.target, c.source, c.bytes);
            return 0;
        },
        [](void *c) { delete (Copy *) c; }, new Copy{target, source, bytes, toDevice, fromDevice});
}

extern "C" {
int cuMemAlloc_v2(uintptr_t *address, size_t bytes) {
    ENTER("cuMemAlloc");
    if (const int failed = unsafeInCapture("cuMemAlloc")) return failed;
    if (bytes == 0) return SIM_INVALID_VALUE;
    *address = memoryAllocate(bytes);
    return *address == 0 ? SIM_OUT_OF_MEMORY : 0;
}
int cuMemFree_v2(uintptr_t address) {
    ENTER("cuMemFree");
    if (const int failed = unsafeInCapture("cuMemFree")) return failed;
    // The real one waits for all work.
    finishAll();
    for (Stream *s : streams) join(host, s->clock);
    const Allocation *a = memoryFind(address);
    if (a != nullptr && a->base == address) {
        auto from = tracked.lower_bound(a->base), to = tracked.lower_bound(a->base + a->bytes);
        tracked.erase(from, to);
    }
    if (memoryFree(address)) return 0;
    simViolation("cuMemFree of %p, which is not allocated (freed twice?)", (void *) address);
    return SIM_INVALID_VALUE;
}
int cuMemGetInfo_v2(size_t *free, size_t *total) {
    ENTER("cuMemGetInfo");
    *total = memoryLimit();
    *free = memoryLimit() - std::min(memoryLimit(), memoryUsed());
    return 0;
}
int cuMemAllocHost_v2(void **address, size_t bytes) {
    ENTER("cuMemAllocHost");
    if (const int failed = unsafeInCapture("cuMemAllocHost")) return failed;
    if (posix_memalign(address, 4096, bytes) != 0) return SIM_OUT_OF_MEMORY;
    memset(*address, 0xFF, bytes);
    pinned[(uintptr_t) *address] = bytes;
    return 0;
}
int cuMemFreeHost(void *address) {
    ENTER("cuMemFreeHost");
    if (pinned.erase((uintptr_t) address) == 0) {
        simViolation("cuMemFreeHost of memory that is not allocated");
        return SIM_INVALID_VALUE;
    }
    free(address);
    return 0;
}
int cuMemcpyHtoDAsync_v2(void *target, const void *source, size_t bytes, void *stream) {
    ENTER("cuMemcpyHtoDAsync");
    return transfer("cuMemcpyHtoDAsync", target, source, bytes, true, false, stream);
}
int cuMemcpyDtoHAsync_v2(void *target, const void *source, size_t bytes, void *stream) {
    ENTER("cuMemcpyDtoHAsync");
    return transfer("cuMemcpyDtoHAsync", target, source, bytes, false, true, stream);
}
int cuMemcpyDtoDAsync_v2(void *target, const void *source, size_t bytes, void *stream) {
    ENTER("cuMemcpyDtoDAsync");
    return transfer("cuMemcpyDtoDAsync", target, source, bytes, true, true, stream);
}
int cuMemsetD8Async(void *target, unsigned char value, size_t bytes, void *stream) {
    ENTER("cuMemsetD8Async");
    if (!simIsDevice(target, bytes)) {
        simViolation("cuMemsetD8Async of %zu bytes leaves its allocation", bytes);
        return SIM_INVALID_VALUE;
    }
    return simRun(stream, "cuMemsetD8Async", {{target, 1}}, [=] {
        memset(target, value, bytes);
        return 0;
    });
}
}
