package dev.tandem.persistence.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import dev.tandem.protocol.call.Usage;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;

class PricesTest {

    private final Prices prices = Prices.of(ConfigFactory.defaultReference().getConfig("tandem.prices"));

    @Test
    void cached_tokens_are_a_part_of_their_input_and_cost_less() {
        // 600 x 4.00 + 400 x 0.40 + 1500 x 32.00 + 500 x 0.40 + 100 x 16.00 + 200 x 64.00 per million
        assertThat(prices.cost(List.of(conversation("gpt-realtime", new Usage(1000, 400, 2000, 500, 100, 200, 0)))))
                .containsEntry("conversation", new BigDecimal("0.065160"))
                .containsEntry("total", new BigDecimal("0.065160"));
    }

    @Test
    void each_kind_is_summed_apart_and_the_total_is_their_sum() {
        assertThat(prices.cost(List.of(
                        conversation("gpt-realtime-2", new Usage(0, 0, 0, 0, 1_000_000, 0, 0)),
                        new Charge(CostKind.TRANSCRIPTION, "whisper-1", new Usage(0, 0, 0, 0, 0, 0, 90)),
                        new Charge(CostKind.SUMMARY, "gpt-4.1-mini", new Usage(1000, 0, 0, 0, 100, 0, 0)))))
                .containsEntry("conversation", new BigDecimal("24.000000"))
                .containsEntry("transcription", new BigDecimal("0.009000"))
                .containsEntry("summary", new BigDecimal("0.000560"))
                .containsEntry("total", new BigDecimal("24.009560"));
    }

    @Test
    void a_millionth_of_a_dollar_is_rounded_half_up() {
        // 1 token x 0.40 per million is 0.0000004; 2 x 1.25 per million 0.0000025
        assertThat(prices.cost(List.of(conversation("gpt-realtime", new Usage(1, 1, 0, 0, 0, 0, 0)))))
                .containsEntry("total", new BigDecimal("0.000000"));
        assertThat(prices.cost(List.of(
                        new Charge(CostKind.TRANSCRIPTION, "gpt-4o-mini-transcribe", new Usage(0, 0, 2, 0, 0, 0, 0)))))
                .containsEntry("total", new BigDecimal("0.000003"));
    }

    @Test
    void a_dated_model_has_the_price_of_its_family() {
        Usage usage = new Usage(0, 0, 0, 0, 1000, 0, 0);
        assertThat(prices.cost(List.of(conversation("gpt-realtime-2025-08-28", usage))))
                .isEqualTo(prices.cost(List.of(conversation("gpt-realtime", usage))));
    }

    @Test
    void a_model_without_a_price_leaves_its_kind_and_the_total_absent_never_zero() {
        assertThat(prices.cost(List.of(
                        conversation("some-new-model", new Usage(1, 0, 0, 0, 0, 0, 0)),
                        conversation("gpt-realtime", new Usage(1000, 0, 0, 0, 0, 0, 0)),
                        new Charge(CostKind.TRANSCRIPTION, "whisper-1", new Usage(0, 0, 0, 0, 0, 0, 60)))))
                .containsOnly(java.util.Map.entry("transcription", new BigDecimal("0.006000")));
    }

    @Test
    void nothing_consumed_costs_nothing() {
        assertThat(prices.cost(List.of())).containsOnly(java.util.Map.entry("total", new BigDecimal("0.000000")));
    }

    @Test
    void a_price_that_is_no_number_is_refused_naming_its_key() {
        assertThatThrownBy(() ->
                        Prices.of(ConfigFactory.parseString("\"my-model\" { kind = conversation, text-in = cheap }")))
                .isInstanceOf(ConfigException.BadValue.class)
                .hasMessageContaining("my-model");
    }

    private static Charge conversation(String model, Usage usage) {
        return new Charge(CostKind.CONVERSATION, model, usage);
    }
}
