package dev.tandem.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UrlGuardTest {

    private static final DevelopmentHosts DEVELOPMENT =
            DevelopmentHosts.parse("127.0.0.1:9200, LocalHost:9200,[::1]:9200");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://tools.example.com/orders",
                "https://tools.example.com",
                "https://tools.example.com:8443/a?b=c",
                "https://8.8.8.8/",
                "HTTPS://tools.example.com/",
                "http://127.0.0.1:9200/tools",
                "http://localhost:9200/tools",
                "https://[::1]:9200/",
                "http://[::1]:9200/"
            })
    void takes_https_and_whatever_stands_on_the_development_list(String url) {
        assertThat(UrlGuard.fault(url, DEVELOPMENT)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "http://tools.example.com/, must begin with https://",
        "http://127.0.0.1:9201/, must begin with https://",
        "http://127.0.0.1/, must begin with https://",
        "file:///etc/passwd, names no host",
        "ftp://tools.example.com/, must begin with https://",
        "tools.example.com/orders, names no host",
        "https:///orders, names no host",
        "https://, is no URL",
        "https://a b/, is no URL",
        "https://me:pw@tools.example.com/, user name or password",
        "https://tools.example.com/#top, fragment",
        "https://tools.example.com:99999/, port",
        "https://tools.example.com:0/, port",
        "https://127.0.0.1/, not on the public internet",
        "https://[fd00::1]/, not on the public internet",
        "https://[::ffff:10.0.0.1]/, not on the public internet",
        "https://169.254.169.254/latest/meta-data, not on the public internet"
    })
    void says_what_is_wrong_with_any_other(String url, String words) {
        assertThat(UrlGuard.fault(url, DEVELOPMENT))
                .hasValueSatisfying(fault -> assertThat(fault).contains(words));
    }

    @Test
    void a_url_has_an_end() {
        assertThat(UrlGuard.fault("https://tools.example.com/" + "a".repeat(2_048), DEVELOPMENT))
                .contains("must have at most 2048 characters");
    }

    @Test
    void connects_to_the_very_address_that_was_checked_and_asks_only_once() throws Exception {
        AtomicInteger lookups = new AtomicInteger();
        UrlGuard guard = new UrlGuard(DEVELOPMENT, host -> {
            lookups.incrementAndGet();
            return CompletableFuture.completedFuture(addresses("8.8.8.8", "1.1.1.1"));
        });

        InetSocketAddress target = resolved(guard, "tools.example.com", 443);

        assertThat(target.isUnresolved()).isFalse();
        assertThat(target.getAddress().getHostAddress()).isEqualTo("8.8.8.8");
        assertThat(target.getPort()).isEqualTo(443);
        assertThat(lookups).hasValue(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.1", "127.0.0.1", "169.254.169.254", "fd00::1", "::ffff:192.168.0.1"})
    void a_public_name_with_a_private_address_is_refused_even_beside_a_public_one(String address) {
        UrlGuard alone = guard(address);
        UrlGuard beside = guard("8.8.8.8", address);

        assertThatThrownBy(() -> resolved(alone, "tools.example.com", 443))
                .hasCauseInstanceOf(UrlGuard.Forbidden.class);
        assertThatThrownBy(() -> resolved(beside, "tools.example.com", 443))
                .hasCauseInstanceOf(UrlGuard.Forbidden.class);
    }

    @Test
    void a_name_without_an_address_is_refused() {
        assertThatThrownBy(() -> resolved(guard(), "tools.example.com", 443))
                .hasCauseInstanceOf(UrlGuard.Forbidden.class);
    }

    @Test
    void a_host_on_the_development_list_may_have_any_address_but_only_at_its_port() throws Exception {
        UrlGuard guard = guard("127.0.0.1");

        assertThat(resolved(guard, "localhost", 9200).getAddress().isLoopbackAddress())
                .isTrue();
        assertThat(resolved(guard("::1"), "::1", 9200).getAddress().isLoopbackAddress())
                .isTrue();
        assertThatThrownBy(() -> resolved(guard, "localhost", 9201)).hasCauseInstanceOf(UrlGuard.Forbidden.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"localhost", "localhost:", "localhost:0", "localhost:70000", "http://localhost:9200", "*:9200"})
    void an_entry_of_the_development_list_is_a_host_and_a_port(String entry) {
        assertThatThrownBy(() -> DevelopmentHosts.parse("127.0.0.1:1," + entry))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"" + entry + "\" is no host:port");
    }

    @Test
    void an_empty_development_list_allows_nothing() {
        assertThat(DevelopmentHosts.parse(" ")).isEqualTo(DevelopmentHosts.none());
    }

    private static InetSocketAddress resolved(UrlGuard guard, String host, int port) throws Exception {
        return guard.resolve(host, port).toCompletableFuture().get();
    }

    private static UrlGuard guard(String... found) {
        return new UrlGuard(DEVELOPMENT, host -> CompletableFuture.completedFuture(addresses(found)));
    }

    private static List<InetAddress> addresses(String... texts) {
        return Arrays.stream(texts)
                .map(text -> {
                    try {
                        return InetAddress.getByName(text);
                    } catch (java.net.UnknownHostException e) {
                        throw new IllegalArgumentException(e);
                    }
                })
                .toList();
    }
}
