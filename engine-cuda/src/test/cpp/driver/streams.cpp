// Streams and events.
#include "driver.h"

static int streamNumber;

static void finish(const Event *e) {
    if (e->recorded && streams.count(e->stream)) driver::finish(e->stream, e->place);
}

extern "C" {
int cuStreamCreate(void **stream, unsigned) {
    ENTER("cuStreamCreate");
    Stream *s = new Stream();
    s->number = streamNumber++;
    streams.insert(s);
    *stream = s;
    return 0;
}
int cuStreamDestroy_v2(void *stream) {
    ENTER("cuStreamDestroy");
    Stream *s = streamOf(stream);
    if (s == nullptr) return SIM_INVALID_HANDLE;
    driver::finish(s);
    streams.erase(s);
    delete s;
    return 0;
}
int cuStreamSynchronize(void *stream) {
    ENTER("cuStreamSynchronize");
    Stream *s = streamOf(stream);
    if (s == nullptr) return SIM_INVALID_HANDLE;
    if (s->capture) {
        s->spoilt = true;
        simViolation("cuStreamSynchronize of a stream that is being captured");
        return SIM_CAPTURE_UNSUPPORTED;
    }
    if (const int failed = unsafeInCapture("cuStreamSynchronize")) return failed;
    driver::finish(s);
    join(host, s->clock);
    return lost;
}
int cuStreamQuery(void *stream) {
    ENTER("cuStreamQuery");
    Stream *s = streamOf(stream);
    if (s == nullptr) return SIM_INVALID_HANDLE;
    if (s->capture) return SIM_CAPTURE_UNSUPPORTED;
    if (const int failed = unsafeInCapture("cuStreamQuery")) return failed;
    driver::finish(s);
    join(host, s->clock);
    return lost;
}
int cuStreamWaitEvent(void *stream, void *event, unsigned) {
    ENTER("cuStreamWaitEvent");
    Stream *s = streamOf(stream);
    Event *e = (Event *) event;
    if (s == nullptr || !events.count(e)) return SIM_INVALID_HANDLE;
    if (e->capture) {
        if (s->capture && s->capture != e->capture) return SIM_CAPTURE_IMPLICIT;
        if (!s->capture) {
            s->capture = e->capture;
            s->origin = e->recordedIn->origin != nullptr ? e->recordedIn->origin : e->recordedIn;
            s->joined = true;
        } else {
            // What the event's stream did is known here; when this is the origin, it has come back.
            e->recordedIn->joined = true;
        }
        return 0;
    }
    if (s->capture && e->recorded) {
        s->spoilt = true;
        return SIM_CAPTURE_IMPLICIT;
    }
    join(s->clock, e->clock);
    if (late && e->recorded && e->stream != s) {
        s->pending.push_back({nullptr, {}, e->stream, e->place});
        s->submitted++;
    }
    return 0;
}
int cuEventCreate(void **event, unsigned) {
    ENTER("cuEventCreate");
    Event *e = new Event();
    events.insert(e);
    *event = e;
    return 0;
}
int cuEventDestroy_v2(void *event) {
    ENTER("cuEventDestroy");
    if (!events.erase((Event *) event)) {
        simViolation("cuEventDestroy of an event that does not exist");
        return SIM_INVALID_HANDLE;
    }
    delete (Event *) event;
    return 0;
}
int cuEventRecord(void *event, void *stream) {
    ENTER("cuEventRecord");
    Stream *s = streamOf(stream);
    Event *e = (Event *) event;
    if (s == nullptr || !events.count(e)) return SIM_INVALID_HANDLE;
    if (s->capture && !pthread_equal(s->capturer, pthread_self())) {
        simViolation("cuEventRecord in a stream that another thread captures: who waits for it is captured too");
    }
    join(s->clock, host);
    e->clock = s->clock;
    e->capture = s->capture;
    e->recordedIn = s->capture ? s : nullptr;
    e->queries = 0;
    e->recorded = true;
    e->stream = s;
    e->place = s->submitted;
    return 0;
}
int cuEventQuery(void *event) {
    ENTER("cuEventQuery");
    Event *e = (Event *) event;
    if (!events.count(e)) return SIM_INVALID_HANDLE;
    if (e->capture) return SIM_CAPTURE_UNSUPPORTED;
    if (const int failed = unsafeInCapture("cuEventQuery")) return failed;
    bool known = true;
    for (size_t i = 0; i < e->clock.size(); i++) known = known && e->clock[i] <= at(host, i);
    if (!known && e->queries++ < queryLag) return SIM_NOT_READY;
    finish(e);
    join(host, e->clock);
    return lost;
}
int cuEventSynchronize(void *event) {
    ENTER("cuEventSynchronize");
    Event *e = (Event *) event;
    if (!events.count(e)) return SIM_INVALID_HANDLE;
    if (e->capture) return SIM_CAPTURE_UNSUPPORTED;
    if (const int failed = unsafeInCapture("cuEventSynchronize")) return failed;
    finish(e);
    join(host, e->clock);
    return lost;
}
}
