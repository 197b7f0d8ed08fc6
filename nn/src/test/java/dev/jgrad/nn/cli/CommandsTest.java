package dev.jgrad.nn.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jgrad.nn.data.Pictures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandsTest {
    @TempDir
    Path folder;

    @Test
    void helpsANewcomer() {
        CommandRun help = CommandRun.of();
        assertEquals(0, help.code());
        for (String command : new String[] {"finetune", "predict", "serve", "summary", "graph", "example", "devices"}) {
            assertTrue(help.out().contains("\n  " + command + " "), help.out());
            CommandRun own = CommandRun.of(command, "--help");
            assertEquals(0, own.code());
            assertTrue(own.out().contains("--device=DEVICE"), own.out());
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            nonsense                              | 2 | Unmatched argument at index 0: 'nonsense'.
            finetun                               | 2 | Unmatched argument at index 0: 'finetun'. Did you mean finetune?
            devices --nonsense                    | 2 | Unknown option: '--nonsense'.
            devices --device tpu                  | 1 | jgrad devices: Invalid device string: 'tpu'
            devices --device cuda:99              | 1 | jgrad devices: cuda:99 cannot be used
            devices --threads 0                   | 2 | Invalid value for option '--threads': 0 is less than 1
            finetune --epochs x                   | 2 | Invalid value for option '--epochs': 'x' is not an int
            finetune --epochs 0                   | 2 | --epochs must be at least 1, but is 0
            finetune --batch-size 0               | 2 | --batch-size must be at least 1, but is 0
            finetune --lr -1                      | 2 | --lr must be greater than 0
            finetune --weights a.pth              | 2 | --weights needs --data
            predict                               | 2 | Missing required parameter: 'IMAGE'
            predict no/such.jpg                   | 2 | There is no file [no/such.jpg]
            serve --port 70000                    | 2 | --port must be 0 to 65535, but is 70000
            serve --max-batch 0                   | 2 | --max-batch must be at least 1, but is 0
            serve --weights no.pth --port 0       | 1 | jgrad serve: there are no weights at no.pth: no such file
            serve --host 192.0.2.1                | 1 | jgrad serve: cannot listen on 192.0.2.1:8080
            summary                               | 2 | Missing required parameter: 'MODEL'
            summary nonsense                      | 1 | jgrad summary: unknown module 'nonsense'
            summary no.pth                        | 1 | jgrad summary: there is no file no.pth
            summary resnet18 --input 3by3         | 1 | jgrad summary: '3by3' are no sizes
            summary resnet18 --input 1x4x64x64    | 1 | jgrad summary: Given groups=1
            summary nn.ReLU()                     | 1 | jgrad summary: the input of ReLU cannot be guessed
            graph --expression 3*c                | 1 | jgrad graph: the expression "3*c" cannot be read: there is no variable 'c'
            graph --expression 3*(a               | 1 | jgrad graph: the expression "3*(a" cannot be read: ')' is expected at the end
            graph --expression a)                 | 1 | jgrad graph: the expression "a)" cannot be read: ')' is not expected
            graph --expression 3                  | 1 | jgrad graph: the expression "3" computes nothing
            graph --expression foo(a)             | 1 | jgrad graph: the expression "foo(a)" cannot be read: there is no function 'foo'
            graph --let a                         | 1 | jgrad graph: 'a' gives no variable a value
            graph --out q.jpg                     | 2 | --out must end in .svg or .dot, but is q.jpg
            graph --model resnet18 --expression a | 2 | Give --expression or --model, not both
            """)
    void saysInOneLineWhatIsWrong(String line, int code, String message) {
        CommandRun run = CommandRun.of(line.split(" "));
        assertEquals(code, run.code(), run.err());
        assertTrue(run.err().startsWith(message), run.err());
        assertEquals(1, run.err().strip().lines().count(), run.err());
    }

    @Test
    void debugShowsWhere() {
        CommandRun run = CommandRun.of("summary", "nonsense", "--debug");
        assertTrue(run.err().contains("\tat dev.jgrad.nn.expression"), run.err());
    }

    @Test
    void listsExamplesAndShowsTheirSources() {
        assertEquals(5, CommandRun.of("example").out().lines().count());
        CommandRun source = CommandRun.of("example", "collect-gradients", "--source");
        assertTrue(source.out().contains("import module dev.jgrad.nn;"), source.out());
        CommandRun unknown = CommandRun.of("example", "nonsense");
        assertEquals(2, unknown.code());
        assertTrue(
                unknown.err().startsWith("There is no example 'nonsense'; there are autograd-mechanics, "),
                unknown.err());
    }

    @Test
    void namesDevices() {
        CommandRun run = CommandRun.of("devices", "--device", "cpu");
        assertTrue(run.out().startsWith("cpu\n  cpu: "), run.out());
        assertTrue(run.out().contains("\ncuda\n  "), run.out());
        assertTrue(run.out().endsWith("default: cpu\n"), run.out());
    }

    @Test
    void summarizes() {
        CommandRun run = CommandRun.of("summary", "resnet18", "--input", "1x3x64x64");
        assertTrue(
                run.out().startsWith("ResNet | in=(1, 3, 64, 64) | out=(1, 1000)\n- conv1: Conv2d(3, 64, "), run.out());
        assertTrue(
                run.out().contains("\n  - layer4.1: BasicBlock | out=(1, 512, 2, 2) | 4,720,640 parameters\n"),
                run.out());
        assertTrue(
                run.out().endsWith("\n11,689,512 parameters (46.8 MB), of which 11,689,512 are learned\n"), run.out());
        CommandRun embedding = CommandRun.of("summary", "nn.Embedding(10, 3)");
        assertEquals(0, embedding.code(), embedding.err());
    }

    @Test
    void drawsGraphs() throws IOException {
        Path svg = folder.resolve("made/q.svg");
        CommandRun run = CommandRun.of("graph", "--out", svg.toString());
        assertEquals("tensor([-12.,  65.], grad_fn=<SubBackward0>)\ndrawn in " + svg + "\n", run.out());
        assertTrue(Files.readString(svg).contains("SubBackward0"));
        Path dot = folder.resolve("q.dot");
        CommandRun own = CommandRun.of(
                "graph",
                "--expression",
                "loss = ((x @ w - 1.5).tanh()**2 / 2).sum() - -2**-x.sum()",
                "--let",
                "x=[1,2]",
                "--let",
                "w=[3,4]",
                "-o",
                dot.toString());
        assertEquals(0, own.code(), own.err());
        assertTrue(Files.readString(dot).startsWith("digraph"), Files.readString(dot));
        CommandRun model = CommandRun.of(
                "graph",
                "--model",
                "nn.Sequential(nn.Linear(4, 8), nn.ReLU())",
                "-o",
                folder.resolve("m.svg").toString());
        assertEquals(0, model.code(), model.err());
        Files.writeString(folder.resolve("file"), "in the way");
        CommandRun blocked =
                CommandRun.of("graph", "-o", folder.resolve("file/q.svg").toString());
        assertEquals(1, blocked.code());
        assertTrue(blocked.err().contains("cannot be created"), blocked.err());
    }

    @Test
    void predictsOfflineOnlyWithAFile() throws IOException {
        Path picture = Files.write(folder.resolve("photo.jpg"), Pictures.bytes("photo.jpg"));
        CommandRun run = CommandRun.offline(folder.resolve("cache"), "predict", picture.toString());
        assertEquals(1, run.code());
        assertTrue(
                run.err().contains("could not be downloaded (there is no connection to localhost), so download"),
                run.err());
        assertFalse(run.err().strip().contains("\n"), run.err());
    }

    @ParameterizedTest
    @ValueSource(strings = {"broken.pth", "broken.safetensors"})
    void refusesBrokenWeights(String name) throws IOException {
        Path weights = Files.write(folder.resolve(name), new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10});
        Path picture = Files.write(folder.resolve("photo.jpg"), Pictures.bytes("photo.jpg"));
        CommandRun run = CommandRun.of("predict", "--weights", weights.toString(), picture.toString());
        assertEquals(1, run.code());
        assertTrue(run.err().contains(name), run.err());
        assertEquals(1, run.err().strip().lines().count(), run.err());
    }
}
