package dev.jgrad.nn.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jgrad.nn.data.transforms.ToTensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FilesTest {
    @TempDir
    Path folder;

    private static byte[] bytes(int... values) {
        byte[] out = new byte[values.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = (byte) values[i];
        }
        return out;
    }

    @Test
    void readsIdx() {
        var t = Idx.parse(bytes(0, 0, 8, 2, 0, 0, 0, 2, 0, 0, 0, 3, 1, 2, 3, 4, 5, 255), "x");
        assertEquals("torch.Size([2, 3])", t.shape().toString());
        assertArrayEquals(new long[] {1, 2, 3, 4, 5, 255}, t.toLongArray());
        var ints = Idx.parse(bytes(0, 0, 12, 1, 0, 0, 0, 2, 0, 0, 1, 0, 255, 255, 255, 255), "x");
        assertArrayEquals(new long[] {256, -1}, ints.toLongArray());
    }

    @Test
    void refusesBrokenIdx() {
        for (byte[] broken : List.of(
                bytes(),
                bytes(0, 0, 8),
                bytes(1, 0, 8, 1, 0, 0, 0, 0),
                bytes(0, 0, 7, 1, 0, 0, 0, 1, 1),
                bytes(0, 0, 8, 0),
                bytes(0, 0, 8, 2, 0, 0, 0, 2),
                bytes(0, 0, 8, 1, 0, 0, 0, 2, 1),
                bytes(0, 0, 8, 1, 0, 0, 0, 2, 1, 2, 3),
                bytes(0, 0, 8, 3, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 1),
                bytes(0x1F, 0x8B, 8, 0, 0))) {
            var e = assertThrows(DataException.class, () -> Idx.parse(broken, "digits.idx"));
            assertTrue(e.getMessage().startsWith("digits.idx"), e.getMessage());
        }
        assertThrows(DataException.class, () -> Idx.read(folder.resolve("missing")));
    }

    @Test
    void hasMnist() {
        var mnist = Mnist.sample();
        assertEquals(8000, mnist.train().size());
        assertEquals(2000, mnist.test().size());
        var low = mnist.train().only("5", "6", "7", "8", "9");
        assertEquals(List.of("5", "6", "7", "8", "9"), low.classes());
        assertEquals(3902, low.size());
        assertEquals("torch.Size([1, 28, 28])", low.get(0).input().shape().toString());
        assertEquals(100, low.first(100).size());
        assertThrows(DataException.class, () -> mnist.test().only("ten"));
        assertThrows(DataException.class, () -> Mnist.read(folder));
    }

    @Test
    void readsCsv() {
        var table = Csv.parse("\uFEFFlength,width,species\r\n1.5,2,\"b, \"\"x\"\"\"\r\n3,4e1,a\r\n\r\n", "iris.csv");
        assertEquals(List.of("length", "width", "species"), table.columns());
        assertEquals(2, table.size());
        assertArrayEquals(
                new float[] {1.5f, 2, 3, 40}, table.numbers("length", "width").toFloatArray());
        assertEquals(List.of("a", "b, \"x\""), table.classes("species"));
        assertArrayEquals(new long[] {1, 0}, table.labels("species").toLongArray());
        var plain = Csv.parse("1;2;10\n3;4;9", "plain.csv");
        assertEquals(List.of("0", "1", "2"), plain.columns());
        assertEquals(List.of("9", "10"), plain.classes("2"));
        assertEquals("torch.Size([2, 3])", plain.numbers().shape().toString());
        assertEquals(List.of("", "y"), Csv.parse("a,b\nx,\n1,y\n", "t").column("b"));
    }

    @Test
    void refusesBrokenCsv() {
        assertMessage("t.csv, row 2: 1 fields, but the first row has 2", () -> Csv.parse("1,2\n3\n", "t.csv"));
        assertMessage("t.csv holds no lines", () -> Csv.parse("\n\n", "t.csv"));
        assertMessage(
                "t.csv: the quote at character 3 is not closed before a separator or the end of the line",
                () -> Csv.parse("1,\"2\n3,4", "t.csv"));
        assertMessage(
                "t.csv, row 1 of the data, column a: 'x' is not a number",
                () -> Csv.parse("a,b\nx,2", "t.csv").numbers());
        assertMessage(
                "t.csv has no column 'c'; it has a, b",
                () -> Csv.parse("a,b\nx,2", "t.csv").column("c"));
        assertMessage(folder + " is a folder, not a file", () -> Csv.read(folder));
    }

    private static void assertMessage(String expected, org.junit.jupiter.api.function.Executable call) {
        assertEquals(expected, assertThrows(DataException.class, call).getMessage());
    }

    @Test
    void readsFoldersOfPictures() throws IOException {
        Path dog = Files.createDirectories(folder.resolve("dog"));
        Path cat = Files.createDirectories(folder.resolve("cat/old"));
        Files.createDirectories(folder.resolve(".ipynb_checkpoints"));
        Files.write(dog.resolve("b.JPG"), Pictures.bytes("photo.jpg"));
        Files.write(dog.resolve("a.png"), Pictures.bytes("source.png"));
        Files.writeString(dog.resolve("notes.txt"), "woof");
        Files.write(cat.resolve("c.png"), Pictures.bytes("mode-L.png"));
        var data = ImageFolder.of(folder, new ToTensor());
        assertEquals(List.of("cat", "dog"), data.classes());
        assertEquals(3, data.size());
        assertEquals(1, data.label(1));
        assertEquals(dog.resolve("a.png"), data.file(1));
        assertEquals(1, data.get(2).target().itemLong());
        assertEquals("torch.Size([3, 47, 61])", data.get(0).input().shape().toString());

        Files.write(dog.resolve("a.png"), new byte[100]);
        assertMessage(
                dog.resolve("a.png") + " is not a picture that can be read; JPEG, PNG, BMP and GIF can",
                () -> DataLoader.of(data, 3).workers(2).iterator().next());
    }

    @Test
    void explainsFoldersThatWillNotDo() throws IOException {
        Path missing = folder.resolve("nowhere");
        assertMessage(
                missing + " does not exist; give a folder that holds one folder of pictures per class",
                () -> ImageFolder.of(missing, new ToTensor()));
        assertMessage(
                "Couldn't find any class folder in " + folder
                        + "; put the pictures of each class into a folder of its own in there",
                () -> ImageFolder.of(folder, new ToTensor()));
        Files.createDirectories(folder.resolve("empty"));
        assertMessage(
                "Found no valid file for the classes empty in " + folder
                        + ". Supported extensions are: bmp, gif, jpeg, jpg, png",
                () -> ImageFolder.of(folder, new ToTensor()));
    }
}
