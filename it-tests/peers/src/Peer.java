import dev.jgrad.it.bench.Timing;
import java.util.Map;
import java.util.TreeMap;

/** What every peer does with its arguments. */
final class Peer {
    private Peer() {}

    /** Runs a case given as {@code CASE --seconds S} and prints its JSON line. */
    static void main(String[] args, Cases cases) {
        double seconds = 3;
        for (int i = 1; i < args.length; i++) {
            if (args[i].equals("--seconds")) {
                seconds = Double.parseDouble(args[++i]);
            }
        }
        int colon = args[0].indexOf(':');
        Map<String, Integer> parameters = new TreeMap<>();
        if (colon >= 0) {
            for (String pair : args[0].substring(colon + 1).split(",")) {
                String[] parts = pair.split("=");
                parameters.put(parts[0], Integer.parseInt(parts[1]));
            }
        }
        Runnable body = cases.of(colon < 0 ? args[0] : args[0].substring(0, colon), parameters);
        if (body == null) {
            System.err.println("this peer has no case " + args[0]);
            System.exit(3);
        }
        Timing.print(args[0], body, seconds);
        System.exit(0);
    }

    /** Gives the body of a case, or null where the peer cannot express it. */
    interface Cases {
        Runnable of(String kind, Map<String, Integer> parameters);
    }
}
