package dev.tandem.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class SessionCookieTest {

    private static final Instant NOW = Instant.parse("2026-07-01T09:30:00Z");

    private final SessionCookie sessions =
            AdminToken.of("a-token-of-the-administrator").sessions();

    @Test
    void a_session_opens_until_it_is_old_among_whatever_other_cookies() {
        String cookies = "theme=dark; " + SessionCookie.NAME + "=" + sessions.begin(NOW) + "; other=1";

        assertThat(sessions.opens(cookies, NOW)).isTrue();
        assertThat(sessions.opens(cookies, NOW.plus(SessionCookie.LASTS).minusSeconds(1)))
                .isTrue();
        assertThat(sessions.opens(cookies, NOW.plus(SessionCookie.LASTS))).isFalse();
    }

    @Test
    void every_node_with_the_same_token_takes_it_and_none_with_another() {
        String cookie = SessionCookie.NAME + "=" + sessions.begin(NOW);

        assertThat(AdminToken.of("a-token-of-the-administrator").sessions().opens(cookie, NOW))
                .isTrue();
        assertThat(AdminToken.of("another-token-of-another-one").sessions().opens(cookie, NOW))
                .isFalse();
    }

    @Test
    void a_session_cannot_be_made_longer_or_guessed() {
        String value = sessions.begin(NOW);
        long end = Long.parseLong(value.substring(0, value.indexOf('.')));
        String longer = (end + 1) + value.substring(value.indexOf('.'));

        for (String wrong : new String[] {longer, "", ".", "a.b.c", value + "x", value.substring(1), "1.2.3"}) {
            assertThat(sessions.opens(SessionCookie.NAME + "=" + wrong, NOW))
                    .as(wrong)
                    .isFalse();
        }
        assertThat(sessions.opens(null, NOW)).isFalse();
        assertThat(sessions.opens("x".repeat(9_000), NOW)).isFalse();
    }

    @Test
    void the_cookie_does_not_hold_the_token() {
        assertThat(sessions.begin(NOW)).doesNotContain("token").isNotEqualTo(sessions.begin(NOW));
    }
}
