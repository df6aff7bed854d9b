package dev.tandem.agent;

import java.net.URI;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Hosts that tools may reach although the outside world would be refused: plain http and any address are allowed there.
 *
 * @param hosts each {@code host:port}, lower case; an IPv6 host in brackets
 */
public record DevelopmentHosts(Set<String> hosts) {

    private static final Pattern HOST_PORT = Pattern.compile("(\\[[0-9a-f:.]+]|[a-z0-9._-]+):([0-9]{1,5})");

    public DevelopmentHosts {
        hosts = hosts.stream().map(DevelopmentHosts::checked).collect(Collectors.toUnmodifiableSet());
    }

    /** No host at all: what production has. */
    public static DevelopmentHosts none() {
        return new DevelopmentHosts(Set.of());
    }

    /**
     * Reads a comma separated list such as {@code 127.0.0.1:9200,localhost:9200}; empty gives none.
     *
     * @throws IllegalArgumentException naming the entry that is no {@code host:port}
     */
    public static DevelopmentHosts parse(String list) {
        return new DevelopmentHosts(Arrays.stream(list.split(","))
                .map(String::strip)
                .filter(entry -> !entry.isEmpty())
                .collect(Collectors.toSet()));
    }

    boolean allow(URI url) {
        return url.getHost() != null && allow(url.getHost(), UrlGuard.port(url));
    }

    boolean allow(String host, int port) {
        String bracketed = host.indexOf(':') >= 0 && !host.startsWith("[") ? "[" + host + "]" : host;
        return hosts.contains(bracketed.toLowerCase(Locale.ROOT) + ":" + port);
    }

    private static String checked(String entry) {
        String lower = entry.toLowerCase(Locale.ROOT);
        var matcher = HOST_PORT.matcher(lower);
        if (!matcher.matches() || !UrlGuard.isPort(Integer.parseInt(matcher.group(2)))) {
            throw new IllegalArgumentException(
                    "\"" + entry + "\" is no host:port; write for example 127.0.0.1:9200 or localhost:9200");
        }
        return lower;
    }
}
