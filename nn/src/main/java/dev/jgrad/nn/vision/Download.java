package dev.jgrad.nn.vision;

import dev.jgrad.nn.progress.Progress;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;

/**
 * Fetches one file. What has arrived is kept beside the target as {@code .part}, so that a broken connection, or the next
 * start, goes on where it ended; the target appears at once and whole, after its hash was compared.
 */
final class Download {
    private static final int ATTEMPTS = 5;

    /** Within a JVM, file locks do not make threads wait for each other. */
    private static final Object ONE_AT_A_TIME = new Object();

    /** The connection broke; what has arrived is on disk. */
    private static final class Broken extends IOException {
        private static final long serialVersionUID = 1L;

        Broken(IOException cause) {
            super(cause.getMessage(), cause);
        }
    }

    private final URI uri;
    private final Path target;
    private final Path part;
    private final Duration patience;
    private boolean announced;

    Download(URI uri, Path target, Duration patience) {
        this.uri = uri;
        this.target = target;
        this.part = target.resolveSibling(target.getFileName() + ".part");
        this.patience = patience;
    }

    /**
     * Fetches the file, unless another process has just done so.
     *
     * @throws DownloadException when that does not work; the message says how to do without
     */
    Path run() {
        synchronized (ONE_AT_A_TIME) {
            try (var channel = FileChannel.open(part, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    var _ = channel.lock()) {
                if (!Files.exists(target)) {
                    fetch(channel);
                    Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
                } else {
                    Files.deleteIfExists(part);
                }
                return target;
            } catch (IOException e) {
                throw new DownloadException(
                        part + " cannot be written (" + e.getMessage()
                                + "); make room there, or set JGRAD_HOME to another folder",
                        e);
            }
        }
    }

    private void fetch(FileChannel channel) throws IOException {
        boolean resumed = channel.size() > 0;
        receiveAll(channel);
        if (Hash.of(part).startsWith(Hash.promised(target.getFileName().toString()))) {
            return;
        }
        channel.truncate(0);
        if (resumed) {
            // The part may have belonged to another version of the file.
            fetch(channel);
            return;
        }
        throw new DownloadException("what " + uri + " sent is not " + target.getFileName()
                + ": its SHA-256 does not begin with "
                + Hash.promised(target.getFileName().toString())
                + "; try again later, or download the file elsewhere and put it into " + target.getParent());
    }

    private void receiveAll(FileChannel channel) throws IOException {
        try (var client = HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.NORMAL)
                .connectTimeout(patience)
                .build()) {
            for (int attempt = 1; ; attempt++) {
                long before = channel.size();
                try {
                    receive(client, channel);
                    return;
                } catch (Broken e) {
                    boolean hopeless = channel.size() == before || attempt == ATTEMPTS;
                    if (hopeless) {
                        throw byHand(e.getCause());
                    }
                }
            }
        }
    }

    /** One request for what is missing. */
    private void receive(HttpClient client, FileChannel channel) throws IOException {
        long have = channel.size();
        var request = HttpRequest.newBuilder(uri).timeout(patience).header("User-Agent", "jgrad");
        if (have > 0) {
            request.header("Range", "bytes=" + have + "-");
        }
        HttpResponse<java.io.InputStream> response;
        try {
            response = client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
        } catch (IOException e) {
            throw new Broken(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DownloadException("interrupted while downloading " + uri, e);
        }
        try (var body = response.body()) {
            if (response.statusCode() == 416) {
                // Nothing is missing, or the part is longer than the file; the hash will tell.
                return;
            }
            if (response.statusCode() != 200 && response.statusCode() != 206) {
                throw new DownloadException(uri + " answers " + response.statusCode() + ", so " + placeByHand());
            }
            announce();
            long from = response.statusCode() == 206 ? rangeStart(response, have) : 0;
            long length = response.headers().firstValueAsLong("Content-Length").orElse(-1);
            channel.truncate(from).position(from);
            copy(body, channel, from, length < 0 ? -1 : from + length);
        }
    }

    /** Once there is an answer, so that a machine without a network says only that. */
    private void announce() {
        if (!announced) {
            announced = true;
            System.err.println("Downloading: \"" + uri + "\" to " + target);
        }
    }

    private static long rangeStart(HttpResponse<?> response, long asked) {
        String range = response.headers().firstValue("Content-Range").orElse("");
        return range.startsWith("bytes " + asked + "-") ? asked : 0;
    }

    private void copy(java.io.InputStream body, FileChannel channel, long from, long total) throws IOException {
        byte[] block = new byte[1 << 16];
        try (var progress = Progress.bytes("", Math.max(total, from), from);
                var watch = new SilenceWatch(body, patience)) {
            while (true) {
                int n;
                try {
                    n = body.read(block);
                } catch (IOException e) {
                    throw new Broken(
                            watch.isSilent() ? new IOException("no data for " + patience.toSeconds() + " s") : e);
                }
                if (n < 0) {
                    break;
                }
                watch.heard();
                var bytes = ByteBuffer.wrap(block, 0, n);
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                progress.step(n);
            }
            if (total >= 0 && channel.position() < total) {
                throw new Broken(new IOException("the connection ended early"));
            }
        }
    }

    private DownloadException byHand(Throwable cause) {
        String reason = cause instanceof java.net.ConnectException || cause instanceof java.net.UnknownHostException
                ? "there is no connection to " + uri.getHost()
                : cause instanceof java.net.http.HttpTimeoutException
                        ? uri.getHost() + " does not answer"
                        : String.valueOf(cause.getMessage());
        return new DownloadException(
                target.getFileName() + " could not be downloaded (" + reason + "), so " + placeByHand(), cause);
    }

    private String placeByHand() {
        return "download " + uri + " on a machine with a network and put it into " + target.getParent();
    }
}
