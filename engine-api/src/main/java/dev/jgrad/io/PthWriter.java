package dev.jgrad.io;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Writes the zip format of {@code torch.save}. */
final class PthWriter {
    private static final String ROOT = "archive/";

    private PthWriter() {}

    static void write(@Nullable Object value, Path path) {
        StoragesToSave storages;
        byte[] pickle;
        try {
            storages = new StoragesToSave(value);
            pickle = new Pickler(storages).pickle(value);
        } catch (FormatException e) {
            throw new CheckpointException("cannot save " + path + ": " + e.getMessage(), e);
        }
        AtomicFile.write(path, channel -> {
            ZipWriter zip = new ZipWriter(channel);
            zip.add(ROOT + "data.pkl", pickle);
            text(zip, ".format_version", "1");
            text(zip, ".storage_alignment", Integer.toString(ZipWriter.ALIGNMENT));
            text(zip, "byteorder", "little");
            for (int i = 0; i < storages.count(); i++) {
                int index = i;
                zip.add(ROOT + "data/" + i, sink -> TensorBytes.writeTo(storages.content(index), sink));
            }
            text(zip, "version", "3\n");
            zip.finish();
        });
    }

    private static void text(ZipWriter zip, String name, String content) throws IOException {
        zip.add(ROOT + name, content.getBytes(StandardCharsets.UTF_8));
    }
}
