package dev.jgrad.nn.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jgrad.io.Checkpoint;
import dev.jgrad.io.Safetensors;
import dev.jgrad.nn.data.Pictures;
import dev.jgrad.nn.vision.ResNet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FinetuneTest {
    @TempDir
    Path folder;

    @Test
    void trainsOnDigitsAndResumes() throws IOException {
        Path out = folder.resolve("run");
        String[] command = {"finetune", "--images", "128", "--epochs", "1", "--out", out.toString()};
        CommandRun run = CommandRun.of(command);
        assertEquals(0, run.code(), run.err());
        assertTrue(run.out().contains("\n  digits 5-9, untrained backbone"), run.out());
        for (String name : new String[] {"digits-0-4", "digits-5-9"}) {
            var pth = Checkpoint.loadStateDict(out.resolve(name + ".pth"));
            ResNet.resnet18(5).loadStateDict(pth);
            var safe = Safetensors.load(out.resolve(name + ".safetensors"));
            assertEquals(pth.keySet(), safe.keySet());
            assertArrayEquals(
                    pth.get("fc.weight").toFloatArray(), safe.get("fc.weight").toFloatArray());
        }
        assertTrue(Files.readString(out.resolve("metrics.csv")).startsWith("stage,split,epoch,loss,accuracy,"));
        assertTrue(ImageIO.read(out.resolve("curves.png").toFile()).getWidth() > 1000);

        CommandRun again =
                CommandRun.of("finetune", "--images", "128", "--epochs", "1", "--out", out.toString(), "--resume");
        assertEquals(0, again.code(), again.err());
        CommandRun other =
                CommandRun.of("finetune", "--images", "64", "--epochs", "1", "--out", out.toString(), "--resume");
        assertEquals(1, other.code());
        assertTrue(other.err().contains("holds an interrupted run with other settings"), other.err());

        CommandRun predicted = CommandRun.of(
                "predict",
                "--weights",
                out.resolve("digits-5-9.pth").toString(),
                "--top",
                "2",
                out.resolve("samples/7.png").toString());
        assertEquals(0, predicted.code(), predicted.err());
        assertTrue(
                predicted.out().matches("(?s).*7\\.png\\n  +\\d+\\.\\d %  [5-9]\\n  +\\d+\\.\\d %  [5-9]\\n"),
                predicted.out());
    }

    @Test
    void trainsOnPictures() throws IOException {
        Path data = folder.resolve("pets");
        for (String kind : new String[] {"cat", "dog"}) {
            Files.createDirectories(data.resolve(kind));
            for (int i = 0; i < 6; i++) {
                Files.write(
                        data.resolve(kind).resolve(i + ".png"),
                        Pictures.bytes(kind.equals("cat") ? "source.png" : "mode-L.png"));
            }
        }
        Path first = folder.resolve("first");
        CommandRun run = CommandRun.of(
                "finetune",
                "--data",
                data.toString(),
                "--weights",
                "NONE",
                "--train",
                "all",
                "--size",
                "32",
                "--epochs",
                "2",
                "--batch-size",
                "4",
                "--out",
                first.toString());
        assertEquals(0, run.code(), run.err());
        assertTrue(
                run.out().startsWith("2 classes (cat, dog), 10 pictures to learn from, 2 to test with.\n"), run.out());

        Path second = folder.resolve("second");
        CommandRun head = CommandRun.of(
                "finetune",
                "--data",
                data.toString(),
                "--weights",
                first.resolve("model.safetensors").toString(),
                "--size",
                "32",
                "--epochs",
                "3",
                "--out",
                second.toString());
        assertEquals(0, head.code(), head.err());
        CommandRun predicted = CommandRun.of(
                "predict",
                "--weights",
                second.resolve("model.pth").toString(),
                data.resolve("cat/1.png").toString());
        assertEquals(0, predicted.code(), predicted.err());
        assertTrue(predicted.out().contains(" %  cat\n") && predicted.out().contains(" %  dog\n"), predicted.out());

        Files.write(data.resolve("dog/3.png"), new byte[1000]);
        CommandRun broken = CommandRun.of(
                "finetune",
                "--data",
                data.toString(),
                "--weights",
                first.resolve("model.pth").toString(),
                "--size",
                "32",
                "--out",
                folder.resolve("third").toString());
        assertEquals(1, broken.code());
        assertEquals(
                "jgrad finetune: " + data.resolve("dog/3.png")
                        + " is not a picture that can be read; JPEG, PNG, BMP and GIF" + " can\n",
                broken.err());
    }

    @Test
    void saysWhatIsWrongWithARun() throws IOException {
        String missing = folder.resolve("nowhere").toString();
        CommandRun run = CommandRun.of("finetune", "--data", missing, "--out", folder.toString());
        assertEquals(1, run.code());
        assertTrue(run.err().startsWith("jgrad finetune: " + missing + " does not exist"), run.err());
        CommandRun resume = CommandRun.of("finetune", "--resume", "--out", folder.toString());
        assertEquals(1, resume.code());
        assertTrue(resume.err().contains("there is no " + folder.resolve("checkpoint.pth")), resume.err());
        Files.write(folder.resolve("checkpoint.pth"), new byte[50]);
        CommandRun broken = CommandRun.of("finetune", "--resume", "--out", folder.toString());
        assertEquals(1, broken.code());
        assertTrue(broken.err().contains("checkpoint.pth"), broken.err());
        Files.writeString(folder.resolve("file"), "in the way");
        CommandRun blocked =
                CommandRun.of("finetune", "--out", folder.resolve("file").toString());
        assertEquals(1, blocked.code());
        assertTrue(blocked.err().contains("cannot be created"), blocked.err());
    }

    @Test
    void aLossThatExplodesEndsTheRun() {
        CommandRun run = CommandRun.of(
                "finetune",
                "--images",
                "256",
                "--lr",
                "99",
                "--epochs",
                "9",
                "--batch-size",
                "8",
                "--out",
                folder.toString());
        assertEquals(1, run.code(), run.out());
        assertTrue(run.err().contains("try a smaller --lr"), run.err());
    }
}
