package org.espalier.core.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.espalier.api.EspalierException;
import org.espalier.api.border.PublicFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PublicDataFilesTest {
    /** Long enough for a busy machine to answer, short enough to wait for in a test. */
    private static final Duration PATIENCE = Duration.ofMillis(1500);

    private final byte[] content = content();
    private final PublicFile wanted = new PublicFile(
            "toys",
            "data.gz",
            Optional.of(URI.create("http://publisher.invalid/toys/data.gz")),
            content.length,
            sha256(content));
    private final List<Long> progress = new CopyOnWriteArrayList<>();
    private final CountDownLatch testEnds = new CountDownLatch(1);

    @TempDir
    Path temp;

    private HttpServer server;
    private HttpHandler handler = exchange -> answer(exchange, content);
    private final AtomicInteger requests = new AtomicInteger();

    @BeforeEach
    void startServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", exchange -> {
            requests.incrementAndGet();
            handler.handle(exchange);
        });
        server.start();
    }

    @AfterEach
    void stopServer() {
        testEnds.countDown();
        server.stop(0);
    }

    @Test
    void takesTheUsersCopyFirst() throws IOException {
        Path own = write(temp.resolve("own/toys/data.gz"), content);
        write(temp.resolve("cache/toys/data.gz"), content);
        assertThat(files().find(wanted)).isEqualTo(own);
        assertThat(requests).hasValue(0);
    }

    @Test
    void takesTheCacheNext() throws IOException {
        Path cached = write(temp.resolve("cache/toys/data.gz"), content);
        assertThat(files().find(wanted)).isEqualTo(cached);
        assertThat(requests).hasValue(0);
    }

    @Test
    void downloadsWhatIsNowhereAndKeepsIt() {
        Path found = files().find(wanted);
        assertThat(found).isEqualTo(temp.resolve("cache/toys/data.gz")).hasBinaryContent(content);
        files().find(wanted);
        assertThat(requests).hasValue(1);
        assertThat(progress.getFirst()).isZero();
        assertThat(progress.getLast()).isEqualTo(content.length);
        assertThat(progress).isSorted();
    }

    @Test
    void downloadsAgainWhatIsDamagedInTheCache() throws IOException {
        write(temp.resolve("cache/toys/data.gz"), new byte[] {1, 2, 3});
        assertThat(files().find(wanted)).hasBinaryContent(content);
    }

    @Test
    void deletesWhatADownloadThatWasKilledLeft() throws IOException {
        Path left = write(temp.resolve("cache/toys/.data.gz.12-1700000000000-a.part"), new byte[] {1});
        Path own = write(temp.resolve("cache/toys/.data.gz." + ProcessMark.own() + "-a.part"), new byte[] {1});
        Path ofAnother = write(temp.resolve("cache/toys/.more.gz.12-1700000000000-a.part"), new byte[] {1});
        files().find(wanted);
        assertThat(left).doesNotExist();
        assertThat(own).exists();
        assertThat(ofAnother).exists();
    }

    @Test
    void asksForAFileNobodyPublishes() throws IOException {
        PublicFile unpublished = new PublicFile("toys", "data.gz", Optional.empty(), content.length, sha256(content));
        assertThatThrownBy(() -> files().find(unpublished))
                .isInstanceOf(EspalierException.class)
                .hasMessage("toys/data.gz is not in " + temp.resolve("own") + " or in " + temp.resolve("cache")
                        + ", and nobody publishes it to be downloaded. Put the file at "
                        + temp.resolve("own/toys/data.gz") + " yourself.");
        Path own = write(temp.resolve("own/toys/data.gz"), content);
        assertThat(files().find(unpublished)).isEqualTo(own);
        assertThat(requests).hasValue(0);
    }

    @Test
    void refusesADamagedFileOfTheUser() throws IOException {
        Path own = write(temp.resolve("own/toys/data.gz"), new byte[] {1, 2, 3});
        assertThatThrownBy(() -> files().find(wanted))
                .isInstanceOf(EspalierException.class)
                .hasMessage(own + " is not the published file: its SHA-256 is " + sha256(new byte[] {1, 2, 3})
                        + " (3 bytes), it should be " + wanted.sha256() + " (" + content.length
                        + " bytes). Replace it, or remove it to have it downloaded.");
    }

    @Test
    void refusesAFolderInPlaceOfTheUsersFile() throws IOException {
        Path own = Files.createDirectories(temp.resolve("own/toys/data.gz"));
        assertThatThrownBy(() -> files().find(wanted))
                .isInstanceOf(EspalierException.class)
                .hasMessage(own + " is a folder; the file data.gz of toys was expected there.");
    }

    @Test
    void saysThatTheServerDoesNotHaveIt() {
        handler = exchange -> {
            exchange.sendResponseHeaders(404, -1);
            exchange.close();
        };
        fails(() -> files().find(wanted), "answered with HTTP status 404.");
    }

    @Test
    void saysWhereAndHowFarAnAnswerBrokeOff() {
        handler = exchange -> {
            exchange.sendResponseHeaders(200, content.length);
            exchange.getResponseBody().write(content, 0, 1000);
            exchange.getResponseBody().flush();
            throw new IOException("cut off on purpose");
        };
        fails(() -> files().find(wanted), "of " + content.length + " bytes");
    }

    @Test
    void refusesAnAnswerThatIsTooShort() {
        handler = exchange -> answer(exchange, Arrays.copyOf(content, 1000));
        fails(() -> files().find(wanted), "sent 1000 of the " + content.length + " bytes of data.gz.");
    }

    @Test
    void refusesAnAnswerThatIsTooLong() {
        handler = exchange -> answer(exchange, Arrays.copyOf(content, content.length + 1));
        fails(() -> files().find(wanted), "sends more than the " + content.length + " bytes of data.gz.");
    }

    @Test
    void refusesAnotherFileOfTheSameLength() {
        byte[] other = content.clone();
        other[17] ^= 1;
        handler = exchange -> answer(exchange, other);
        fails(() -> files().find(wanted), "its SHA-256 is " + sha256(other) + ", it should be " + wanted.sha256());
    }

    @Test
    void givesUpOnAServerThatStopsSending() {
        handler = exchange -> {
            exchange.sendResponseHeaders(200, content.length);
            exchange.getResponseBody().write(content, 0, 1000);
            exchange.getResponseBody().flush();
            waitForTheEnd();
        };
        fails(() -> files().find(wanted), "sent nothing for 1.5 s, after 1000 of " + content.length + " bytes.");
    }

    @Test
    void givesUpOnAServerThatNeverAnswers() {
        handler = exchange -> waitForTheEnd();
        fails(() -> files().find(wanted), "sent nothing for 1.5 s, after 0 of " + content.length + " bytes.");
    }

    @Test
    void waitsForASlowServerAsLongAsBytesCome() {
        int parts = 12;
        handler = exchange -> {
            exchange.sendResponseHeaders(200, content.length);
            try (OutputStream out = exchange.getResponseBody()) {
                for (int i = 0; i < parts; i++) {
                    int from = content.length * i / parts;
                    out.write(content, from, content.length * (i + 1) / parts - from);
                    out.flush();
                    sleep(PATIENCE.dividedBy(parts / 2));
                }
            }
        };
        assertThat(files().find(wanted)).hasBinaryContent(content);
        assertThat(progress).hasSizeGreaterThan(4);
    }

    @Test
    void saysThatTheMachineMayBeOffline() {
        server.stop(0);
        fails(() -> files().find(wanted), "No connection to 127.0.0.1");
    }

    @Test
    void saysWhatIsThere() throws IOException {
        DataInventory inventory = new DataInventory(folders());
        assertThat(inventory.of(List.of(wanted)))
                .containsExactly(new DataInventory.Entry(wanted, Optional.empty(), 0, "", DataInventory.State.ABSENT));
        Path cached = write(temp.resolve("cache/toys/data.gz"), content);
        assertThat(inventory.of(List.of(wanted)))
                .containsExactly(new DataInventory.Entry(
                        wanted, Optional.of(cached), content.length, wanted.sha256(), DataInventory.State.WHOLE));
        Path own = write(temp.resolve("own/toys/data.gz"), new byte[] {1});
        assertThat(inventory.of(List.of(wanted)))
                .containsExactly(new DataInventory.Entry(
                        wanted, Optional.of(own), 1, sha256(new byte[] {1}), DataInventory.State.DAMAGED));
    }

    /** The call fails with a sentence that names the file, the places looked at and the reason, and leaves no file. */
    private void fails(ThrowingCallable call, String reason) {
        assertThatThrownBy(call)
                .isInstanceOf(EspalierException.class)
                .hasMessageStartingWith("toys/data.gz is not in " + temp.resolve("own") + " or in "
                        + temp.resolve("cache") + ", and could not be downloaded. ")
                .hasMessageContaining(reason)
                .hasMessageContaining("http://127.0.0.1:" + server.getAddress().getPort() + "/toys/data.gz")
                .hasMessageEndingWith(
                        "You can also put the file at " + temp.resolve("own/toys/data.gz") + " yourself.");
        assertThat(temp.resolve("cache/toys")).isEmptyDirectory();
    }

    private PublicDataFiles files() {
        HttpClient client =
                HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
        URI local = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        return new PublicDataFiles(
                folders(),
                () -> new Downloader(
                        client,
                        uri -> local.resolve(uri.getPath()),
                        PATIENCE,
                        (file, received) -> progress.add(received)));
    }

    private DataFolders folders() {
        return new DataFolders(Optional.of(temp.resolve("own")), temp.resolve("cache"));
    }

    private void waitForTheEnd() {
        try {
            testEnds.await(1, TimeUnit.MINUTES);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void sleep(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void answer(HttpExchange exchange, byte[] bytes) throws IOException {
        exchange.sendResponseHeaders(200, bytes.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(bytes);
        }
    }

    private static Path write(Path path, byte[] bytes) throws IOException {
        Files.createDirectories(path.getParent());
        return Files.write(path, bytes);
    }

    private static byte[] content() {
        byte[] bytes = new byte[300_000];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (i * 31 + i / 256);
        }
        return bytes;
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
