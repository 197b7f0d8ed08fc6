package dev.jgrad.it.fuzz;

import java.util.Arrays;
import java.util.List;

/** The command: {@code fuzz [--seed S] [--minutes M] [--programs N] [--verbose]}. */
public final class Fuzz {
    private Fuzz() {}

    /** Runs until the time is over; ends with status 1 when anything was found. */
    public static void main(String[] args) {
        List<String> given = Arrays.asList(args);
        long seed = Long.parseLong(option(given, "--seed", String.valueOf(System.nanoTime() & 0xFFFFFF)));
        double minutes = Double.parseDouble(option(given, "--minutes", "1"));
        long most = Long.parseLong(option(given, "--programs", String.valueOf(Long.MAX_VALUE)));
        System.exit(run(seed, minutes, most, given.contains("--verbose")) == 0 ? 0 : 1);
    }

    private static String option(List<String> args, String name, String otherwise) {
        int at = args.indexOf(name);
        return at < 0 || at + 1 == args.size() ? otherwise : args.get(at + 1);
    }

    /** The number of findings among the programs of a seed: program {@code i} has the seed {@code seed * 1000003 + i}. */
    static int run(long seed, double minutes, long most, boolean verbose) {
        long end = System.nanoTime() + (long) (minutes * 60e9);
        int findings = 0;
        try (Campaign campaign = new Campaign(System.out)) {
            System.out.println("fuzz: seed " + seed);
            for (long i = 0; i < most && System.nanoTime() < end; i++) {
                // A whole seed is one program, so that --seed N --programs 1 runs the program a finding names.
                if (!campaign.passes(i == 0 ? seed : seed * 1_000_003 + i)) {
                    findings++;
                }
            }
            if (verbose) {
                campaign.printCalls();
            }
            System.out.println(campaign.programs() + " programs, " + findings + " findings");
        }
        return findings;
    }
}
