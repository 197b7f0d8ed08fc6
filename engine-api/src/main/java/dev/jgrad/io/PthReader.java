package dev.jgrad.io;

import dev.jgrad.data.DType;
import java.lang.foreign.MemorySegment;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads what {@code torch.save} wrote: a zip file since PyTorch 1.6, a row of pickles and raw storages before. */
final class PthReader {
    private static final BigInteger LEGACY_MAGIC = new BigInteger("1950a86a20f9469cfc6c", 16);
    private static final long LEGACY_PROTOCOL = 1001;
    private static final String PICKLE = "/data.pkl";

    private final MappedFile file;
    private final Map<String, StorageRecord> storages = new LinkedHashMap<>();
    private final PickleLimits limits = new PickleLimits();

    private PthReader(MappedFile file) {
        this.file = file;
    }

    /** Reads the zip format. */
    static PthContent readZip(MappedFile file) {
        return new PthReader(file).zip();
    }

    /** Reads the format before. */
    static PthContent readLegacy(MappedFile file) {
        return new PthReader(file).legacy();
    }

    private PthContent zip() {
        Map<String, ZipDirectory.Record> records = ZipDirectory.read(file).records();
        String root = root(records);
        if (records.containsKey(root + "/constants.pkl")) {
            throw FormatException.unsupported(
                    "it is a TorchScript archive, which holds code; save the model's state_dict() with"
                            + " torch.save instead");
        }
        ZipDirectory.Record order = records.get(root + "/byteorder");
        if (order != null
                && !file.utf8(order.start(), Math.min(order.length(), 16)).equals("little")) {
            throw FormatException.unsupported(
                    "it was written on a machine with another byte order; load and save it in PyTorch on"
                            + " this one");
        }
        ZipDirectory.Record pickle = records.get(root + PICKLE);
        if (pickle.length() > PickleLimits.MAX_PICKLE) {
            throw new FormatException(
                    "its pickle has " + pickle.length() + " bytes, the limit is " + PickleLimits.MAX_PICKLE);
        }
        Object value = new Unpickler(
                        file, pickle.start(), pickle.start() + pickle.length(), id -> storage(id, 5), limits)
                .load();
        for (StorageRecord storage : storages.values()) {
            checkRecord(storage, records.get(root + "/data/" + storage.key()));
        }
        return new PthContent(value, s -> {
            ZipDirectory.Record record = records.get(root + "/data/" + s.key());
            return file.slice(record.start(), record.length());
        });
    }

    private static String root(Map<String, ZipDirectory.Record> records) {
        List<String> roots = new ArrayList<>();
        for (String name : records.keySet()) {
            if (name.endsWith(PICKLE) && name.indexOf('/') == name.length() - PICKLE.length()) {
                roots.add(name.substring(0, name.length() - PICKLE.length()));
            }
        }
        if (roots.size() != 1) {
            throw new FormatException(
                    "it is a zip file with " + roots.size() + " records named data.pkl, a checkpoint has one");
        }
        return roots.getFirst();
    }

    private static void checkRecord(StorageRecord storage, ZipDirectory.@Nullable Record record) {
        if (record == null) {
            throw new FormatException("the record of its " + storage + " is missing");
        }
        if (record.length() != storage.byteSize()) {
            throw new FormatException("the record of its " + storage + " has " + record.length() + " bytes, "
                    + storage.elements() + " elements of " + storage.dtype() + " have " + storage.byteSize());
        }
    }

    /** A reference such as {@code ('storage', torch.FloatStorage, '0', 'cpu', 108)}. Where it was is of no interest. */
    private StorageRecord storage(Tuple id, int size) {
        if (id.size() != size
                || !"storage".equals(id.get(0))
                || !(id.get(1) instanceof PickleGlobals.StorageType(DType dtype))
                || !(id.get(2) instanceof String key)
                || !(id.get(4) instanceof Long elements)
                || size == 6 && id.get(5) != null) {
            throw new FormatException("its pickle refers to something that is no storage jgrad knows");
        }
        if (elements < 0 || elements > file.size() / dtype.byteSize()) {
            throw new FormatException(
                    "its storage '" + key + "' is said to have " + elements + " elements, more than the file");
        }
        StorageRecord known = storages.computeIfAbsent(key, k -> new StorageRecord(k, dtype, elements));
        if (known.dtype() != dtype || known.elements() != elements) {
            throw new FormatException("its pickle describes storage '" + key + "' in two ways");
        }
        return known;
    }

    // ---- before PyTorch 1.6 ----------------------------------------------------------------------------------

    private PthContent legacy() {
        Unpickler head = pickle(0, false);
        Object magic = head.load();
        if (!LEGACY_MAGIC.equals(magic)) {
            throw new FormatException("it is a pickle but no checkpoint of PyTorch: the magic number is missing");
        }
        Unpickler version = pickle(head.position(), false);
        if (!Long.valueOf(LEGACY_PROTOCOL).equals(version.load())) {
            throw new FormatException("its protocol is not " + LEGACY_PROTOCOL);
        }
        Unpickler system = pickle(version.position(), false);
        if (!(system.load() instanceof Map<?, ?> info) || !Boolean.TRUE.equals(info.get("little_endian"))) {
            throw FormatException.unsupported(
                    "it was written on a machine with another byte order; load and save it in PyTorch on this one");
        }
        Unpickler object = pickle(system.position(), true);
        Object value = object.load();
        Unpickler keys = pickle(object.position(), false);
        Map<StorageRecord, MemorySegment> contents = contents(keys.load(), keys);
        for (StorageRecord storage : storages.values()) {
            if (!contents.containsKey(storage)) {
                throw new FormatException("the content of its " + storage + " is missing");
            }
        }
        return new PthContent(value, contents::get);
    }

    private Unpickler pickle(long start, boolean mayRefer) {
        long end = Math.min(file.size(), start + PickleLimits.MAX_PICKLE);
        return new Unpickler(
                file,
                start,
                end,
                id -> {
                    if (!mayRefer) {
                        throw new FormatException("its header refers to storages");
                    }
                    return storage(id, 6);
                },
                limits);
    }

    /** The storages follow the list of their keys, each as a count of elements and their bytes. */
    private Map<StorageRecord, MemorySegment> contents(@Nullable Object keys, Unpickler before) {
        if (!(keys instanceof List<?> list)) {
            throw new FormatException("the list of its storages is missing");
        }
        Map<StorageRecord, MemorySegment> out = new HashMap<>();
        long at = before.position();
        for (Object key : list) {
            StorageRecord storage = key instanceof String ? storages.get(key) : null;
            if (storage == null) {
                throw new FormatException("it holds a storage that no tensor uses");
            }
            long elements = file.i64(at);
            if (elements != storage.elements()) {
                throw new FormatException(
                        "its " + storage + " has " + elements + " elements, its pickle says " + storage.elements());
            }
            out.put(storage, file.slice(at + 8, storage.byteSize()));
            at += 8 + storage.byteSize();
        }
        return out;
    }
}
