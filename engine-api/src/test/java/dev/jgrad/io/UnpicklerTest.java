package dev.jgrad.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jgrad.data.DType;
import dev.jgrad.data.Device;
import dev.jgrad.data.Shape;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Plain values come through; everything else ends in a sentence, soon and in little memory. */
class UnpicklerTest {
    @TempDir
    Path folder;

    private Object load(byte[] pickle) {
        Path path = folder.resolve("pickle");
        try {
            Files.write(path, pickle);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        try (MappedFile file = MappedFile.open(path)) {
            Object value = new Unpickler(file, 0, file.size(), id -> "reference " + id, new PickleLimits()).load();
            return new TensorRevival(
                            s -> {
                                throw new AssertionError("no storages here");
                            },
                            Device.CPU)
                    .revive(value);
        }
    }

    private void refused(String why, PickleBytes pickle) {
        var e = assertTimeoutPreemptively(
                Duration.ofSeconds(20), () -> assertThrows(FormatException.class, () -> load(pickle.bytes())));
        assertTrue(e.getMessage().contains(why), e.getMessage());
    }

    private static PickleBytes pickle(String bytes) {
        return new PickleBytes().add("\u0080\u0002").add(bytes);
    }

    @Test
    void whatThePicklerWritesComesBack() {
        Map<Object, Object> value = new LinkedHashMap<>();
        value.put("numbers", new ArrayList<>(Arrays.asList(0L, 255L, 256L, 65536L, -1L, 1L << 40, Long.MIN_VALUE)));
        value.put("big", new BigInteger("-123456789012345678901234567890"));
        value.put(7L, Tuple.of(1.5, Double.NEGATIVE_INFINITY, true, false, null));
        value.put("set", new LinkedHashSet<>(List.of("a", "b")));
        value.put("types", Tuple.of(DType.BFLOAT16, Shape.of(2, 3), Device.CPU, Device.cuda(1)));
        value.put("text", "h\u00e9llo \u2713 \ud83d\ude00");
        value.put("empty", new LinkedHashMap<>());
        for (int i = 0; i < 300; i++) {
            value.put("key" + i, "key" + i); // more than a memo's short form takes
        }
        assertEquals(value, load(new Pickler(new StoragesToSave(value)).pickle(value)));
        byte[] bytes = {0, 1, -1};
        assertArrayEquals(bytes, (byte[]) load(new Pickler(new StoragesToSave(null)).pickle(bytes)));
    }

    @Test
    void pickledBySomeoneElse() {
        assertEquals(List.of(1L, 2L), load(pickle("](K\u0001K\u0002e.").bytes()));
        assertEquals(
                Map.of("a", 1L),
                load(pickle("ccollections\nOrderedDict\n]((")
                        .text("a")
                        .add("K\u0001te\u0085R.")
                        .bytes()));
        assertEquals(
                new LinkedHashSet<>(List.of(1L)),
                load(pickle("\u008f(K\u0001\u0090.").bytes()));
        assertEquals(-2L, load(pickle("\u008b\u0001\u0000\u0000\u0000\u00fe.").bytes()));
        assertEquals(0L, load(pickle("\u008a\u0000.").bytes()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "posix\nsystem\n",
                "os\nsystem\n",
                "nt\nsystem\n",
                "builtins\neval\n",
                "__builtin__\nexec\n",
                "builtins\ngetattr\n",
                "subprocess\nPopen\n",
                "torch\nload\n",
                "torch.storage\n_load_from_bytes\n",
                "torch.jit\nload\n",
                "torch.nn.modules.linear\nLinear\n",
                "numpy.core.multiarray\n_reconstruct\n",
                "collections\nOrderedDict.__init__\n",
                "java.lang\nRuntime\n"
            })
    void namesOutsideOfTheListAreRefused(String name) {
        String full = name.strip().replace('\n', '.').replace("__builtin__", "builtins");
        refused(full, pickle("c" + name + "(tR."));
        String[] parts = name.split("\n");
        refused(
                full,
                new PickleBytes()
                        .add("\u0080\u0004")
                        .text(parts[0])
                        .text(parts[1])
                        .add("\u0093(tR."));
    }

    @Test
    void damage() {
        refused("cut off", pickle(""));
        refused("cut off", pickle("X\u00ff\u00ff\u00ff\u007fabc"));
        refused("cut off", pickle("\u008d\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u007f"));
        refused("cut off", pickle("T\u00ff\u00ff\u00ff\u00ff"));
        refused("protocol 9", new PickleBytes().add("\u0080\u0009N."));
        refused("opcode", pickle("i"));
        refused("where there is none", pickle("R."));
        refused("where there is none", pickle("K\u0001(a."));
        refused("mark", pickle("t."));
        refused("left over", pickle("K\u0001K\u0002."));
        refused("recalls", pickle("h\u0005."));
        refused("cannot be called", pickle("K\u0001)R."));
        refused("attributes", pickle("]}b."));
        refused("no dict", pickle("](K\u0001K\u0002u."));
        refused("no dict", pickle("}(K\u0001u."));
        refused("no list", pickle("}K\u0001a."));
        refused("whole number", pickle("\u008b\u00ff\u00ff\u00ff\u007f"));
        refused("not UTF-8", pickle("X\u0001\u0000\u0000\u0000\u00ff."));
        refused("bare storage or class", pickle("ctorch\nFloatStorage\n."));
        refused("key", pickle("}](K\u0001eK\u0001s."));
    }

    @Test
    void whatNeverEnds() {
        refused("nested deeper", pickle("").repeat("]", 5000).repeat("a", 4999).add("."));
        refused("nested deeper", pickle("N").repeat("\u0085", 100_000).add("."));
        refused("contains itself", pickle("]q\u0000h\u0000a."));
        refused("contains itself", pickle("}q\u0000K\u0001h\u0000s."));
    }

    /** A few bytes that ask for the same large copy again and again. */
    @Test
    void whatGrows() {
        refused(
                "bytes of text",
                pickle("](c_codecs\nencode\nq\u0000")
                        .text("a".repeat(1 << 20))
                        .text("latin1")
                        .add("\u0086q\u0001R")
                        .repeat("h\u0000h\u0001R", 1000)
                        .add("e."));
        refused(
                "values",
                pickle("](c__builtin__\nset\nq\u0000](")
                        .repeat("K\u0001", 10_000)
                        .add("e\u0085q\u0001R")
                        .repeat("h\u0000h\u0001R", 2000)
                        .add("e."));
        refused("values", pickle("").repeat("N", 9_000_000).add("."));
        refused("long or nested tuple", pickle("}(").repeat("K\u0001", 100).add("tK\u0001s."));
    }

    /** Sharing without end in a small file is no harm as long as nobody unfolds it. */
    @Test
    void doublingIsNotUnfolded() {
        PickleBytes out = pickle("K\u0001");
        for (int i = 0; i < 150; i++) {
            out.add("q" + (char) i + "h" + (char) i + "\u0086");
        }
        Object value = load(out.add(".").bytes());
        Tuple tuple = (Tuple) value;
        assertTrue(tuple.get(0) == tuple.get(1));
    }
}
