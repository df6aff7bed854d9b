package dev.tandem.api;

import dev.tandem.auth.AdminToken;
import dev.tandem.http.Refusal;
import java.net.URI;
import java.time.Clock;
import java.util.Optional;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpMethods;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.StatusCodes;

/**
 * Who is let in: programs by the token in a header, the console by its session's cookie. A browser sends a cookie whoever wrote the page, so
 * what changes something must also show that our own page sent it: by a header that another site's page cannot set without being
 * asked about it first, and by what the browser itself says of the request's origin.
 */
final class Door {

    /** Set by the console on everything but GET. */
    static final String CONSOLE = "X-Tandem-Console";

    private final AdminToken token;
    private final Clock clock;

    Door(AdminToken token, Clock clock) {
        this.token = token;
        this.clock = clock;
    }

    /** @throws Refusal when the session is right, but the request comes from another site's page */
    boolean opens(HttpRequest request) {
        if (token.opens(header(request, "Authorization"))) {
            return true;
        }
        if (!token.sessions().opens(header(request, "Cookie"), clock.instant())) {
            return false;
        }
        if (!request.method().equals(HttpMethods.GET)) {
            requireOwnPage(request);
        }
        return true;
    }

    static void requireOwnPage(HttpRequest request) {
        String site = header(request, "Sec-Fetch-Site");
        String origin = header(request, "Origin");
        boolean own = header(request, CONSOLE) != null
                && (site == null || site.equals("same-origin"))
                && (origin == null || isOurs(origin, header(request, "Host")));
        if (!own) {
            throw Refusal.of(
                    StatusCodes.FORBIDDEN,
                    "cross_site",
                    "With a session's cookie, only the console's own page may do this; programs send Authorization:"
                            + " Bearer.");
        }
    }

    /** Whether the browser came over TLS, to us or to what stands before us. */
    static boolean isSecure(HttpRequest request) {
        return "https".equalsIgnoreCase(header(request, "X-Forwarded-Proto"))
                || request.getUri().scheme().equals("https");
    }

    private static boolean isOurs(String origin, String host) {
        try {
            return host != null && host.equalsIgnoreCase(URI.create(origin).getRawAuthority());
        } catch (IllegalArgumentException foreign) {
            return false;
        }
    }

    static String header(HttpRequest request, String name) {
        Optional<HttpHeader> header = request.getHeader(name);
        return header.map(HttpHeader::value).orElse(null);
    }
}
