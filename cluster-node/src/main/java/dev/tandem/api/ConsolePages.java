package dev.tandem.api;

import dev.tandem.console.ConsoleFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.apache.pekko.http.javadsl.model.ContentType;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpMethods;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;

/**
 * Serves the console's files. They hold nothing secret and need no token; what they show comes from the API, which does. The browser
 * keeps a copy and asks whether it is still the same; what names its version it keeps for good.
 */
final class ConsolePages {

    static final String ROOT = "/console/";

    /** Only what this node serves itself; no script or style in a page's text, no frame around it. Images may be data: the style sheet's arrows are. */
    static final String CONTENT_SECURITY_POLICY =
            "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none';"
                    + " form-action 'self'; frame-ancestors 'none'";

    private static final String REVALIDATE = "no-cache";
    private static final String FOR_GOOD = "public, max-age=31536000, immutable";

    private record Page(ContentType type, String tag, String caching, byte[] plain, byte[] zipped) {}

    private final Map<String, Page> pages = new HashMap<>();

    ConsolePages(Map<String, ConsoleFile> files) {
        files.forEach((path, file) -> pages.put(ROOT + path, page(file)));
        pages.put(ROOT, pages.get(ROOT + "index.html"));
    }

    /** Empty when the request is not for the console. */
    Optional<HttpResponse> answer(HttpRequest request) {
        String path = request.getUri().getPathString();
        boolean reads =
                request.method().equals(HttpMethods.GET) || request.method().equals(HttpMethods.HEAD);
        if (!reads) {
            return Optional.empty();
        }
        if (path.equals("/console")) {
            return Optional.of(HttpResponse.create()
                    .withStatus(StatusCodes.FOUND)
                    .addHeaders(headers(REVALIDATE))
                    .addHeader(RawHeader.create("Location", ROOT)));
        }
        return Optional.ofNullable(pages.get(path)).map(page -> answer(request, page));
    }

    private static HttpResponse answer(HttpRequest request, Page page) {
        List<HttpHeader> headers = headers(page.caching());
        headers.add(RawHeader.create("ETag", page.tag()));
        headers.add(RawHeader.create("Vary", "Accept-Encoding"));
        if (has(request, "If-None-Match", page.tag())) {
            return HttpResponse.create().withStatus(StatusCodes.NOT_MODIFIED).addHeaders(headers);
        }
        boolean zipped = has(request, "Accept-Encoding", "gzip");
        if (zipped) {
            headers.add(RawHeader.create("Content-Encoding", "gzip"));
        }
        return HttpResponse.create()
                .addHeaders(headers)
                .withEntity(HttpEntities.create(page.type(), zipped ? page.zipped() : page.plain()));
    }

    private static List<HttpHeader> headers(String caching) {
        return new ArrayList<>(List.of(
                RawHeader.create("Cache-Control", caching),
                RawHeader.create("Content-Security-Policy", CONTENT_SECURITY_POLICY),
                RawHeader.create("X-Content-Type-Options", "nosniff"),
                RawHeader.create("X-Frame-Options", "DENY"),
                RawHeader.create("Referrer-Policy", "no-referrer"),
                RawHeader.create("Cross-Origin-Opener-Policy", "same-origin")));
    }

    private static boolean has(HttpRequest request, String name, String word) {
        String value = Door.header(request, name);
        return value != null && value.contains(word);
    }

    private static Page page(ConsoleFile file) {
        return new Page(
                ContentTypes.parse(file.contentType()),
                '"' + digest(file.content()) + '"',
                file.vendored() ? FOR_GOOD : REVALIDATE,
                file.content(),
                zipped(file.content()));
    }

    private static String digest(byte[] content) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(content))
                    .substring(0, 32);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static byte[] zipped(byte[] content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(out)) {
            zip.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
