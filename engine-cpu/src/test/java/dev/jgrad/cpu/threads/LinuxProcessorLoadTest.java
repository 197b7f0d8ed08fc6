package dev.jgrad.cpu.threads;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.BitSet;
import org.junit.jupiter.api.Test;

final class LinuxProcessorLoadTest {
    private static final String MACHINE = """
            cpu  300 40 30 5000 10 1 2 30 0 0
            cpu0 100 10 10 1000 3 1 0 10 0 0
            cpu1 100 20 10 2000 3 0 1 10 0 0
            cpu10 100 10 10 2000 4 0 1 10 0 0
            intr 42336396 0 0
            ctxt 1
            """;

    /** The name of a program may contain brackets and spaces. */
    private static String process(int niceness) {
        return "17 (a (b) c) S 1 1 1 0 -1 4194304 100 0 0 0 70 5 0 0 20 " + niceness + " 30 0 100";
    }

    private static BitSet processors(String list) {
        return LinuxProcessorLoad.list(list);
    }

    @Test
    void countsAllowedProcessorsOnly() {
        ProcessorLoad.Ticks all = LinuxProcessorLoad.ticks(MACHINE, process(0), processors("0-1,10"));
        assertEquals(new ProcessorLoad.Ticks(3, 1134 + 2144 + 2135, 1013 + 2013 + 2014, 40, 75), all);
        ProcessorLoad.Ticks two = LinuxProcessorLoad.ticks(MACHINE, process(0), processors("1,10"));
        assertEquals(new ProcessorLoad.Ticks(2, 2144 + 2135, 2013 + 2014, 30, 75), two);
        assertNull(LinuxProcessorLoad.ticks(MACHINE, process(0), processors("5")));
    }

    @Test
    void whoYieldsToThisProcessIsCountedApart() {
        ProcessorLoad.Ticks one = LinuxProcessorLoad.ticks(MACHINE, process(-5), processors("0"));
        assertEquals(new ProcessorLoad.Ticks(1, 1134, 1013, 10, 75), one);
        ProcessorLoad.Ticks yielding = LinuxProcessorLoad.ticks(MACHINE, process(15), processors("0"));
        assertEquals(new ProcessorLoad.Ticks(1, 1134, 1013, 0, 75), yielding);
    }

    @Test
    void otherTextIsRefused() {
        assertThrows(RuntimeException.class, () -> LinuxProcessorLoad.ticks("cpu0 1 2", process(0), processors("0")));
        assertThrows(RuntimeException.class, () -> LinuxProcessorLoad.ticks(MACHINE, "", processors("0")));
        assertNull(LinuxProcessorLoad.ticks("", process(0), processors("0")));
    }

    @Test
    void freeIsWhatIsIdleAndWhatThisProcessUses() {
        ProcessorLoad.Ticks before = new ProcessorLoad.Ticks(4, 1000, 100, 20, 10);
        ProcessorLoad.Ticks after = new ProcessorLoad.Ticks(4, 1400, 250, 70, 60);
        assertEquals(2.0, after.unusedSince(before));
        assertEquals(2.5, after.claimableSince(before));
    }

    @Test
    void listsOfProcessors() {
        assertEquals("{0}", processors("\t0").toString());
        assertEquals("{0, 1, 2, 8, 10, 11}", processors(" 0-2,8,10-11\n").toString());
        assertNotNull(processors("0-63"));
    }
}
