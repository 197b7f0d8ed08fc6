// What the stand-ins for CUDA's libraries ask of the stand-in for the driver.
//
// A library call only submits work to a stream; the driver's stand-in decides when it runs: at once, later in the
// stream's order, or again and again when a captured graph is replayed. It does so by these functions, which it exports
// and which are looked up here, so that each library builds and loads by itself.
//
//   void simcuda_submit(void *stream, void (*run)(void *), void *data, void (*destroy)(void *));
//       Owns data from now on; run(data) is called each time the work happens, destroy(data) once at the end.
//   void simcuda_access(void *stream, const void *address, size_t bytes, int writes, const char *who);
//       Called while work runs: reports memory that is not allocated, released, or of another stream without an event.
//
//   int simEnter(const char *call);
//       Counts a call; not 0 when a test has it fail.
//   void simLiveChange(const char *kind, int change);
//       One object of this kind more or less.
//
// Without them work runs at once and nothing is checked.
#pragma once

#include <cstddef>
#include <functional>
#include <utility>

namespace sim {

// One more call of a function of the library; not 0 when a test wants it to fail: with this status, if it is one.
int entered(const char *call);
inline bool fails(const char *call) { return entered(call) != 0; }

// One handle or descriptor more or less.
void live(const char *kind, int change);

void submit(void *stream, std::function<void()> work);

// Memory that the running work reads or writes.
void reads(void *stream, const void *address, size_t bytes, const char *who);
void writes(void *stream, void *address, size_t bytes, const char *who);

// Says on standard error what a caller has done wrong and ends the process: a real library would corrupt memory.
[[noreturn]] void fatal(const char *who, const char *what);

}  // namespace sim
