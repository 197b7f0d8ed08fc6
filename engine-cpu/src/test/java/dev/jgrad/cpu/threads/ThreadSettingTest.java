package dev.jgrad.cpu.threads;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jgrad.data.ArgumentException;
import org.junit.jupiter.api.Test;

final class ThreadSettingTest {
    @Test
    void numbersAreFixedAndAutoIsNot() {
        assertEquals(new ThreadSetting(3, false), ThreadSetting.parse(" 3 "));
        assertEquals(new ThreadSetting(4, true), ThreadSetting.parse("auto:4"));
        assertEquals(ThreadSetting.parse("auto"), ThreadSetting.parse(null));
        assertTrue(ThreadSetting.parse(null).automatic());
        assertEquals(
                Runtime.getRuntime().availableProcessors(),
                ThreadSetting.parse(null).most());
    }

    @Test
    void everythingElseIsRefused() {
        for (String text : new String[] {"", "0", "-1", "two", "auto:", "auto:0", "automatic", "auto2", "2:auto"}) {
            ArgumentException e = assertThrows(ArgumentException.class, () -> ThreadSetting.parse(text), text);
            assertTrue(e.getMessage().contains("jgrad.threads is '" + text + "'"), e.getMessage());
        }
    }
}
