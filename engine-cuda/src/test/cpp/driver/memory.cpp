#include "memory.h"

#include <sys/mman.h>

#include <cstring>
#include <map>

#include "../sim.h"

// Under AddressSanitizer, which knows nothing of memory that does not come from malloc, the watched bytes are poisoned:
// reading them is found as well.
#ifdef __SANITIZE_ADDRESS__
#include <sanitizer/asan_interface.h>
#define POISON(from, bytes) __asan_poison_memory_region((void *) (from), bytes)
#define UNPOISON(from, bytes) __asan_unpoison_memory_region((void *) (from), bytes)
#else
#define POISON(from, bytes) (void) 0
#define UNPOISON(from, bytes) (void) 0
#endif

namespace {
const size_t ARENA = (size_t) 1 << 40;
const size_t PAGE = 4096;
const unsigned char WATCHED = 0xCB;

std::map<uintptr_t, Allocation> live;
uintptr_t arena, nextFree;
size_t used, limit = (size_t) 8 << 30;

bool untouched(const Allocation &a) {
    UNPOISON(a.mapped, a.mappedBytes);
    const size_t front = a.base - a.mapped;
    const unsigned char *p = (const unsigned char *) a.mapped;
    for (size_t i = 0; i < front; i++) {
        if (p[i] != WATCHED) return false;
    }
    p = (const unsigned char *) (a.base + a.bytes);
    const size_t back = a.mapped + a.mappedBytes - (a.base + a.bytes);
    for (size_t i = 0; i < back; i++) {
        if (p[i] != WATCHED) return false;
    }
    return true;
}

void guard(const Allocation &a) {
    POISON(a.mapped, a.base - a.mapped);
    POISON(a.base + a.bytes, a.mapped + a.mappedBytes - (a.base + a.bytes));
    (void) a;
}
}  // namespace

uintptr_t memoryAllocate(size_t bytes) {
    if (arena == 0) {
        void *all = mmap(nullptr, ARENA, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
        if (all == MAP_FAILED) return 0;
        arena = nextFree = (uintptr_t) all;
    }
    if (bytes > limit || used > limit - bytes) return 0;
    const size_t padded = (bytes + 15) / 16 * 16;
    const size_t pages = (padded + PAGE - 1) / PAGE * PAGE;
    if (nextFree + pages + 2 * PAGE > arena + ARENA) return 0;
    const uintptr_t mapped = nextFree + PAGE;
    nextFree = mapped + pages;
    if (mprotect((void *) mapped, pages, PROT_READ | PROT_WRITE) != 0) return 0;
    const Allocation a = {mapped + pages - padded, bytes, mapped, pages};
    // Not a number in every floating dtype, -1 in every integral one.
    memset((void *) mapped, WATCHED, a.base - mapped);
    memset((void *) a.base, 0xFF, bytes);
    memset((void *) (a.base + bytes), WATCHED, padded - bytes);
    guard(a);
    live[a.base] = a;
    used += bytes;
    return a.base;
}

bool memoryFree(uintptr_t base) {
    auto found = live.find(base);
    if (found == live.end()) return false;
    const Allocation a = found->second;
    if (!untouched(a)) simViolation("bytes around an allocation of %zu bytes were written", a.bytes);
    live.erase(found);
    used -= a.bytes;
    mmap((void *) a.mapped, a.mappedBytes, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_FIXED, -1, 0);
    return true;
}

const Allocation *memoryFind(uintptr_t address) {
    auto after = live.upper_bound(address);
    if (after == live.begin()) return nullptr;
    const Allocation &a = (--after)->second;
    return address < a.base + a.bytes ? &a : nullptr;
}

bool memoryOwns(uintptr_t address) { return arena != 0 && address >= arena && address < arena + ARENA; }

void memoryCheck() {
    for (auto &entry : live) {
        if (!untouched(entry.second)) simViolation("bytes around an allocation of %zu bytes were written", entry.second.bytes);
        guard(entry.second);
    }
}

size_t memoryUsed() { return used; }

size_t memoryLimit() { return limit; }

void memorySetLimit(size_t bytes) { limit = bytes; }

int memoryLive() { return (int) live.size(); }
