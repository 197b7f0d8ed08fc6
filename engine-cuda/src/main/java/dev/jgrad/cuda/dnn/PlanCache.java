package dev.jgrad.cuda.dnn;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Plans of one stream by what they are for; the least recently used goes when there are too many.
 *
 * @param <P> what is kept, with descriptors to destroy
 */
final class PlanCache<P extends PlanCache.Plan> implements AutoCloseable {
    private static final int MOST = 1024;

    /** Something with descriptors. */
    interface Plan extends AutoCloseable {
        @Override
        void close();
    }

    private final Map<ProblemKey, P> plans = new LinkedHashMap<>(64, 0.75f, true);

    /** The plan for a problem, made now where it is met for the first time. */
    P get(ProblemKey key, Supplier<P> maker) {
        P known = plans.get(key);
        if (known != null) {
            return known;
        }
        P made = maker.get();
        plans.put(key, made);
        if (plans.size() > MOST) {
            var eldest = plans.entrySet().iterator();
            P old = eldest.next().getValue();
            eldest.remove();
            old.close();
        }
        return made;
    }

    @Override
    public void close() {
        plans.values().forEach(Plan::close);
        plans.clear();
    }
}
