// Runs a grid: one block after the other, each thread of a block as a fiber. A fiber that meets no barrier goes on with
// the next thread, so kernels without barriers run as a plain loop.
#include "blocks.h"

#include <sys/mman.h>

#include <cstring>
#include <deque>
#include <vector>

#include "../kernel.h"
#include "../sim.h"

SimIndex sim_threadIdx, sim_blockIdx, sim_blockDim, sim_gridDim;
void *sim_dynamicShared;

extern "C" void simSwitch(void **from, void *to);
asm(R"(
.text
.globl simSwitch
.hidden simSwitch
.type simSwitch,@function
simSwitch:
    push %rbp
    push %rbx
    push %r12
    push %r13
    push %r14
    push %r15
    mov %rsp, (%rdi)
    mov %rsi, %rsp
    pop %r15
    pop %r14
    pop %r13
    pop %r12
    pop %rbx
    pop %rbp
    ret
.size simSwitch,.-simSwitch
)");

namespace {
const size_t STACK = 256 << 10;
const size_t PAGE = 4096;

struct Fiber {
    char *stack;
    void *sp;
    int thread;
};

enum State { FRESH, RUNNING, IN_BARRIER, IN_EXCHANGE, READY, DONE };

struct Thread {
    State state;
    Fiber *fiber;
    unsigned mask;
    unsigned long long value;
    int predicate;
};

std::vector<Fiber *> idle;
std::vector<Fiber *> all;
std::deque<int> ready;
std::vector<Thread> threads;
std::vector<unsigned long long> results;  // 32 per warp: what the last exchange of each lane's group gave
std::vector<unsigned> arrived;            // per thread: who took part
void (*kernel)(void **);
void **arguments;
int total, started, done, inBarrier, predicates;
int order;
bool noted;
int current;
void *scheduler;
Fiber *running;

int startIndex(int k) {
    const int half = (total + 1) / 2;
    return order == 0 ? k : order == 1 ? total - 1 - k : k < half ? 2 * k : 2 * (k - half) + 1;
}

void enter(int t) {
    current = t;
    const unsigned x = sim_blockDim.x, y = sim_blockDim.y;
    sim_threadIdx = {t % x, t / x % y, t / (x * y)};
}

void releaseBarrier() {
    if (inBarrier == 0 || started < total || inBarrier < total - done) return;
    for (int t = 0; t < total; t++) {
        if (threads[t].state == IN_BARRIER) {
            threads[t].state = READY;
            threads[t].predicate = predicates;
            ready.push_back(t);
        }
    }
    inBarrier = 0;
}

unsigned aliveLanes(int warp) {
    unsigned mask = 0;
    for (int lane = 0; lane < 32 && warp * 32 + lane < total; lane++) {
        if (threads[warp * 32 + lane].state != DONE) mask |= 1u << lane;
    }
    return mask;
}

void releaseExchange(int warp) {
    const unsigned alive = aliveLanes(warp);
    for (int lane = 0; lane < 32 && warp * 32 + lane < total; lane++) {
        Thread &first = threads[warp * 32 + lane];
        if (first.state != IN_EXCHANGE) continue;
        const unsigned wanted = first.mask & alive;
        bool complete = true;
        for (int l = 0; l < 32; l++) {
            if (wanted >> l & 1) {
                Thread &other = threads[warp * 32 + l];
                complete = complete && other.state == IN_EXCHANGE && (other.mask & alive) == wanted;
            }
        }
        if (!complete) continue;
        unsigned long long values[32] = {};
        for (int l = 0; l < 32; l++) {
            if (wanted >> l & 1) values[l] = threads[warp * 32 + l].value;
        }
        for (int l = 0; l < 32; l++) {
            if (wanted >> l & 1) {
                const int t = warp * 32 + l;
                memcpy(&results[(size_t) t * 32], values, sizeof values);
                arrived[t] = wanted;
                threads[t].state = READY;
                ready.push_back(t);
            }
        }
    }
}

[[noreturn]] void body() {
    for (;;) {
        while (started < total) {
            const int t = startIndex(started++);
            threads[t].state = RUNNING;
            threads[t].fiber = running;
            running->thread = t;
            enter(t);
            kernel(arguments);
            const int ended = current;
            threads[ended].state = DONE;
            done++;
            releaseBarrier();
            releaseExchange(ended / 32);
            // A thread that was parked in between ends here on its own fiber; others may wait for their turn.
            if (!ready.empty()) break;
        }
        Fiber *self = running;
        idle.push_back(self);
        simSwitch(&self->sp, scheduler);
    }
}

void prepare(Fiber *f) {
    void **top = (void **) (f->stack + STACK);
    *--top = nullptr;  // keeps the stack aligned at the entry of body
    *--top = (void *) body;
    for (int i = 0; i < 6; i++) *--top = nullptr;
    f->sp = top;
}

Fiber *take() {
    if (!idle.empty()) {
        Fiber *f = idle.back();
        idle.pop_back();
        return f;
    }
    char *memory = (char *) mmap(nullptr, STACK + PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    mprotect(memory, PAGE, PROT_NONE);
    Fiber *f = new Fiber{memory + PAGE, nullptr, -1};
    all.push_back(f);
    prepare(f);
    return f;
}

void park(State state) {
    const int t = current;
    threads[t].state = state;
    Fiber *self = threads[t].fiber;
    if (state == IN_BARRIER) releaseBarrier(); else releaseExchange(t / 32);
    simSwitch(&self->sp, scheduler);
}

// Returns false when every thread waits for another one.
bool runBlock() {
    started = done = inBarrier = predicates = 0;
    ready.clear();
    for (Thread &t : threads) t = {FRESH, nullptr, 0, 0, 0};
    while (done < total) {
        Fiber *next;
        if (!ready.empty()) {
            const int t = ready.front();
            ready.pop_front();
            threads[t].state = RUNNING;
            next = threads[t].fiber;
            enter(t);
        } else if (started < total) {
            next = take();
        } else {
            return false;
        }
        running = next;
        simSwitch(&scheduler, next->sp);
    }
    return true;
}
}  // namespace

extern "C" int sim_barrier(int predicate) {
    // The first one to arrive begins the count anew.
    if (inBarrier == 0) predicates = 0;
    inBarrier++;
    predicates += predicate != 0;
    const int before = current;
    park(IN_BARRIER);
    enter(before);
    return threads[before].predicate;
}

extern "C" unsigned sim_exchange(unsigned mask, unsigned long long value, unsigned long long *values) {
    Thread &t = threads[current];
    const int before = current;
    if (!(mask >> (before % 32) & 1)) sim_trap();
    const int lanes = total - before / 32 * 32;
    if (lanes < 32 && mask >> lanes != 0 && !noted) {
        noted = true;
        simViolation("a shuffle or vote names lanes that a block of %d threads does not have", total);
    }
    t.mask = mask;
    t.value = value;
    park(IN_EXCHANGE);
    enter(before);
    memcpy(values, &results[(size_t) before * 32], 32 * sizeof *values);
    return arrived[before];
}

extern "C" unsigned sim_activeLanes() { return aliveLanes(current / 32); }

extern "C" unsigned sim_lane() { return current % 32; }

bool trapped;

extern "C" void sim_trap() {
    trapped = true;
    __builtin_trap();
}

bool runGrid(void (*call)(void **), void **args, const unsigned grid[3], const unsigned block[3], int threadOrder) {
    kernel = call;
    arguments = args;
    order = threadOrder;
    noted = false;
    sim_gridDim = {grid[0], grid[1], grid[2]};
    sim_blockDim = {block[0], block[1], block[2]};
    total = (int) (block[0] * block[1] * block[2]);
    threads.resize(total);
    results.resize((size_t) total * 32);
    arrived.resize(total);
    for (unsigned z = 0; z < grid[2]; z++) {
        for (unsigned y = 0; y < grid[1]; y++) {
            for (unsigned x = 0; x < grid[0]; x++) {
                sim_blockIdx = {x, y, z};
                if (!runBlock()) return false;
            }
        }
    }
    return true;
}

void resetFibers() {
    idle.clear();
    for (Fiber *f : all) {
        prepare(f);
        idle.push_back(f);
    }
}
