package dev.tandem.agent;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.ClientTransport;

/**
 * Decides what tools may reach: https on public addresses, and whatever stands on the development list.
 *
 * <p>A host is resolved once per connection and the connection goes to that very address, so a name cannot change its
 * meaning between the check and the use. A name with any address that is not public is refused.
 */
public final class UrlGuard {

    /** The longest URL that common servers take. */
    public static final int MAX_URL_LENGTH = 2_048;

    private final DevelopmentHosts development;
    private final AddressLookup lookup;

    public UrlGuard(DevelopmentHosts development, AddressLookup lookup) {
        this.development = development;
        this.lookup = lookup;
    }

    /** What is wrong with the form of the URL, in a sentence that says what would be right; looks nothing up. */
    public static Optional<String> fault(String url, DevelopmentHosts development) {
        URI uri;
        try {
            uri = new URI(url);
        } catch (URISyntaxException e) {
            return Optional.of("is no URL; write for example https://tools.example.com/orders");
        }
        if (url.length() > MAX_URL_LENGTH) {
            return Optional.of("must have at most " + MAX_URL_LENGTH + " characters");
        }
        if (uri.getHost() == null || uri.getHost().isEmpty()) {
            return Optional.of("names no host; write for example https://tools.example.com/orders");
        }
        if (uri.getUserInfo() != null) {
            return Optional.of("must not hold a user name or password; use a header with ${env:NAME}");
        }
        if (uri.getFragment() != null) {
            return Optional.of("must not have a fragment (#...)");
        }
        if (!isPort(port(uri))) {
            return Optional.of("has a port that is not between 1 and 65535");
        }
        boolean allowed = development.allow(uri);
        if (!"https".equalsIgnoreCase(uri.getScheme()) && !("http".equalsIgnoreCase(uri.getScheme()) && allowed)) {
            return Optional.of("must begin with https://; only hosts on the development allow-list may use http");
        }
        if (!allowed && literal(uri.getHost()).filter(a -> !PublicAddress.is(a)).isPresent()) {
            return Optional.of("points to an address that is not on the public internet");
        }
        return Optional.empty();
    }

    Optional<String> fault(String url) {
        return fault(url, development);
    }

    /** Opens connections only to addresses that are allowed; others fail with {@link Forbidden}. */
    ClientTransport transport() {
        return ClientTransport.withCustomResolver((host, port) -> resolve(host, (Integer) port));
    }

    CompletionStage<InetSocketAddress> resolve(String host, int port) {
        return lookup.addresses(unbracketed(host)).thenApply(found -> choose(found, host, port));
    }

    private InetSocketAddress choose(List<InetAddress> found, String host, int port) {
        if (found.isEmpty()) {
            throw new Forbidden(host + " has no address");
        }
        if (!development.allow(host, port)) {
            found.stream()
                    .filter(address -> !PublicAddress.is(address))
                    .findAny()
                    .ifPresent(address -> {
                        throw new Forbidden(
                                host + " resolves to " + address.getHostAddress() + ", which is not public");
                    });
        }
        return new InetSocketAddress(found.getFirst(), port);
    }

    static int port(URI url) {
        if (url.getPort() != -1) {
            return url.getPort();
        }
        return "https".equalsIgnoreCase(url.getScheme()) ? 443 : 80;
    }

    static boolean isPort(int port) {
        return port > 0 && port <= 65_535;
    }

    private static Optional<InetAddress> literal(String host) {
        return Optional.ofNullable(NetUtil.createInetAddressFromIpAddressString(unbracketed(host)));
    }

    static String unbracketed(String host) {
        return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    }

    /** The host exists, but tools may not reach it. */
    static final class Forbidden extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Forbidden(String message) {
            super(message, null, false, false);
        }
    }
}
