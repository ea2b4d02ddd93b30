package org.espalier.core.files;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscribers;
import java.net.http.HttpTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;
import org.espalier.api.EspalierException;
import org.espalier.api.border.PublicFile;

/**
 * Fetches a public file from its publisher: beside its final place first, its digest checked, then renamed. A download
 * that fails leaves nothing behind.
 */
public final class Downloader {
    private static final Duration TICK = Duration.ofMillis(100);
    private static final int OK = 200;

    private final HttpClient client;
    private final UnaryOperator<URI> route;
    private final Duration patience;
    private final DownloadProgress progress;

    /**
     * @param client follows redirects if it should
     * @param route where to go for an address: itself, or that of a mirror
     * @param patience give up after so long without a byte
     * @param progress is told how far a download is
     */
    public Downloader(HttpClient client, UnaryOperator<URI> route, Duration patience, DownloadProgress progress) {
        this.client = client;
        this.route = route;
        this.patience = patience;
        this.progress = progress;
    }

    /**
     * Fetches from where each file is published, and follows redirects.
     *
     * @param patience give up after so long without an answer or a byte
     */
    public static Downloader fromPublishers(Duration patience, DownloadProgress progress) {
        HttpClient client = HttpClient.newBuilder()
                .connectTimeout(patience)
                .followRedirects(HttpClient.Redirect.NORMAL)
                .build();
        return new Downloader(client, UnaryOperator.identity(), patience, progress);
    }

    /**
     * Fetches a file that is published.
     *
     * @param into where to; its folder exists
     * @throws EspalierException when there is no connection, the server refuses, stops sending, or sends something else
     */
    public void download(PublicFile file, Path into) {
        URI uri = route.apply(file.uri().orElseThrow());
        PartialFile.sweep(into, file);
        Path part = PartialFile.beside(into, file);
        try (PartialFile sink = new PartialFile(part, file)) {
            progress.received(file, 0);
            receive(file, uri, sink);
            progress.received(file, sink.received());
            sink.finish(uri);
            WholeFile.move(part, into);
        } catch (IOException e) {
            throw WholeFile.failure(into, e);
        } finally {
            WholeFile.discard(part);
        }
    }

    private void receive(PublicFile file, URI uri, PartialFile sink) throws IOException {
        HttpRequest request = HttpRequest.newBuilder(uri).timeout(patience).build();
        CompletableFuture<HttpResponse<Void>> response = client.sendAsync(
                request,
                info -> info.statusCode() == OK
                        ? BodySubscribers.ofByteArrayConsumer(chunk -> chunk.ifPresent(sink::accept))
                        : BodySubscribers.discarding());
        try {
            int status = await(file, uri, response, sink).statusCode();
            if (status != OK) {
                throw new EspalierException(uri + " answered with HTTP status " + status + ".");
            }
        } catch (ExecutionException e) {
            throw broken(uri, file, sink, e.getCause() == null ? e : e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EspalierException("The download from " + uri + " was interrupted.", e);
        } finally {
            response.cancel(true);
        }
    }

    private HttpResponse<Void> await(
            PublicFile file, URI uri, CompletableFuture<HttpResponse<Void>> response, PartialFile sink)
            throws ExecutionException, InterruptedException, IOException {
        long before = 0;
        long quietSince = System.nanoTime();
        while (true) {
            try {
                HttpResponse<Void> done = response.get(TICK.toMillis(), TimeUnit.MILLISECONDS);
                sink.requireHealthy(uri);
                return done;
            } catch (TimeoutException e) {
                sink.requireHealthy(uri);
                long now = sink.received();
                if (now != before) {
                    before = now;
                    quietSince = System.nanoTime();
                    progress.received(file, now);
                } else if (System.nanoTime() - quietSince > patience.toNanos()) {
                    throw stopped(uri, file, now, e);
                }
            }
        }
    }

    private EspalierException broken(URI uri, PublicFile file, PartialFile sink, Throwable cause) {
        return switch (cause) {
            case HttpTimeoutException e -> stopped(uri, file, sink.received(), e);
            case ConnectException e ->
                new EspalierException(
                        "No connection to " + uri.getHost() + " (" + uri + "); is this machine offline?", e);
            default ->
                new EspalierException(
                        "The download from " + uri + " broke off after " + sink.received() + " of " + file.bytes()
                                + " bytes: " + cause.getMessage() + ".",
                        cause);
        };
    }

    private EspalierException stopped(URI uri, PublicFile file, long received, Exception cause) {
        return new EspalierException(
                uri + " sent nothing for " + patience.toMillis() / 1000.0 + " s, after " + received + " of "
                        + file.bytes() + " bytes.",
                cause);
    }
}
